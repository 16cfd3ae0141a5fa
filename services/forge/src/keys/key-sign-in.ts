import type { Log } from '@mosaic/platform/log';
import type { Caller } from '@mosaic/platform/identity';

import type { People } from '../identity/people.ts';
import type { SshKey } from './key.ts';
import { grantsOfKey } from './key-policy.ts';
import type { KeyReader } from './key-reader.ts';
import type { KeyWriter } from './key-writer.ts';

/** Who has proved to hold a key: its person, or with a deploy key nobody but that. */
export interface KeyHolder {
  key: SshKey;
  /** null for a deploy key. */
  caller: Caller | null;
}

/** Who comes in with which key. */
export class KeySignIn {
  readonly #keys: { reader: KeyReader; writer: KeyWriter };
  readonly #people: Pick<People, 'find'>;
  readonly #log: Log;

  constructor(ports: { keys: { reader: KeyReader; writer: KeyWriter }; people: Pick<People, 'find'>; log: Log }) {
    this.#keys = ports.keys;
    this.#people = ports.people;
    this.#log = ports.log;
  }

  /** As it is now; null for a key that nobody has any more, and whose person may not come in. */
  async holderOf(fingerprint: string): Promise<KeyHolder | null> {
    const key = await this.#keys.reader.byFingerprint(fingerprint);
    if (key === null) return null;
    if (key.principalId === '') return { key, caller: null };
    const person = await this.#people.find(key.login);
    // A login may be somebody else's by now.
    if (person === null || person.id !== key.principalId || person.disabled || person.builtIn) return null;
    const { id, uid, login, kind, role, builtIn, name, email } = person;
    const grants = grantsOfKey(person);
    const whole = { tokenId: `ssh-key-${key.id}`, doors: ['forge'], repositories: null, attempt: null };
    return { key, caller: Object.freeze({ id, uid, login, kind, role, builtIn, name, email, grants, ...whole }) };
  }

  /** Writes down that a key was used; that it cannot be keeps nobody out. */
  async note({ key }: KeyHolder): Promise<void> {
    await this.#keys.writer
      .touch(key)
      .catch((error: unknown) => this.#log.warn({ err: error, keyId: key.id }, 'the use of a key is not noted'));
  }
}
