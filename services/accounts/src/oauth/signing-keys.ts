import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import { auditWritten } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Keyring } from '@mosaic/platform/secrets';

import type { AccountsTables } from '../db/schema.ts';

/** The public half of a key, as clients read it (RFC 7517). */
export interface PublicJwk {
  kty: string;
  alg: 'RS256';
  use: 'sig';
  kid: string;
  n: string;
  e: string;
}

interface SigningKey {
  privateKey: KeyObject;
  jwk: PublicJwk;
}

const BITS = 2_048;

/** The key that signs ID tokens: made when it is first asked for, kept sealed beside the rows. */
export class SigningKeys {
  readonly #events: EventLog<AccountsTables>;
  readonly #keyring: Keyring;
  readonly #now: () => number;
  #loading: Promise<SigningKey> | null = null;

  constructor(events: EventLog<AccountsTables>, keyring: Keyring, now: () => number) {
    this.#events = events;
    this.#keyring = keyring;
    this.#now = now;
  }

  async publicKeys(cause: Cause): Promise<PublicJwk[]> {
    return [(await this.#current(cause)).jwk];
  }

  /** The claims as a signed token (RFC 7519). */
  async sign(claims: Readonly<Record<string, unknown>>, cause: Cause): Promise<string> {
    const { privateKey, jwk } = await this.#current(cause);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: jwk.alg, typ: 'JWT', kid: jwk.kid })}.${part(claims)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  }

  async #current(cause: Cause): Promise<SigningKey> {
    this.#loading ??= this.#load(cause);
    try {
      return await this.#loading;
    } catch (error) {
      // The next one who asks tries again.
      this.#loading = null;
      throw error;
    }
  }

  async #load(cause: Cause): Promise<SigningKey> {
    return (await this.#read()) ?? this.#make(cause);
  }

  async #read(): Promise<SigningKey | null> {
    const row = await this.#events.read((db) =>
      db.selectFrom('oauth_signing_keys').selectAll().orderBy('created_at').limit(1).executeTakeFirst(),
    );
    return row === undefined ? null : keyOf(createPrivateKey(this.#keyring.open(contextOf(row.id), row.sealed)));
  }

  async #make(cause: Cause): Promise<SigningKey> {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
    const made = keyOf(privateKey);
    const { kid: id } = made.jwk;
    const sealed = this.#keyring.seal(contextOf(id), privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    const isOurs = await this.#events.transact(async (writer) => {
      if ((await writer.db.selectFrom('oauth_signing_keys').select('id').executeTakeFirst()) !== undefined) return false;
      await writer.db.insertInto('oauth_signing_keys').values({ id, sealed, created_at: this.#now() }).execute();
      writer.as(cause).emit(auditWritten, { subject: id, data: { operation: 'oauth.key.create', allowed: true, detail: {} } });
      return true;
    });
    // Another process of this installation was sooner: its key is everybody's.
    return isOurs ? made : ((await this.#read()) ?? made);
  }
}

const contextOf = (id: string): string => `oauth/signing-key/${id}`;

function keyOf(privateKey: KeyObject): SigningKey {
  const { kty = '', n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' }) as JsonWebKey;
  // RFC 7638: the members in this order.
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { privateKey, jwk: { kty, alg: 'RS256', use: 'sig', kid, n, e } };
}
