import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { Keyring } from '@mosaic/platform/secrets';

export type LfsAction = 'upload' | 'download';

/** What who came by SSH may do by HTTP; what their key opens is looked up again each time. */
export interface LfsSession {
  fingerprint: string;
  keyId: number;
  repositoryId: number;
  action: LfsAction;
}

/** How long one lasts, ms: a large push may take long, and its last request comes at the end. */
export const SESSION_MS = 24 * 60 * 60_000;
const PREFIX = 'mosaic-lfs.';

const Claims = z.tuple([z.string(), z.number(), z.number(), z.enum(['upload', 'download']), z.number()]);

/** Signs sessions, so that none has to be kept. */
export class LfsSessions {
  readonly #key: Buffer;

  constructor(keyring: Keyring) {
    this.#key = keyring.derive('lfs-session');
  }

  issue({ fingerprint, keyId, repositoryId, action }: LfsSession): string {
    const claims = [fingerprint, keyId, repositoryId, action, Date.now() + SESSION_MS] satisfies z.input<typeof Claims>;
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${PREFIX}${text}.${this.#sign(text)}`;
  }

  /** `null` for what is no session's token at all; `'ended'` for one that is not ours or is over. */
  read(token: string): LfsSession | 'ended' | null {
    if (!token.startsWith(PREFIX)) return null;
    const [text = '', signature = ''] = token.slice(PREFIX.length).split('.');
    const [given, wanted] = [Buffer.from(signature), Buffer.from(this.#sign(text))];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'ended';
    const [fingerprint, keyId, repositoryId, action, ends] = Claims.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return ends < Date.now() ? 'ended' : { fingerprint, keyId, repositoryId, action };
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
