import type * as Argon2Module from '@node-rs/argon2';

import { MosaicError } from '@mosaic/platform/errors';

type Argon2 = typeof Argon2Module;

/** Hashes and checks passwords with argon2id. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a principal without a password, or for none at all, as for one with a password. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** OWASP's first choice (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Checks under way or waiting at most; each takes about 20 ms of one core and 19 MiB. */
const PENDING_LIMIT = 100;

/** argon2's native part is loaded on first use. */
export function createPasswords(): Passwords {
  let pending = 0;
  let decoy: Promise<string> | null = null;

  const bounded = async <R>(work: (argon2: Argon2) => Promise<R>): Promise<R> => {
    if (pending >= PENDING_LIMIT) throw new MosaicError('unavailable', 'Too many sign-ins at once; try again in a few seconds.');
    pending += 1;
    try {
      return await work(await import('@node-rs/argon2'));
    } finally {
      pending -= 1;
    }
  };

  return {
    hash: (password) => bounded((argon2) => argon2.hash(password, COST)),
    verify: (hash, password) =>
      bounded(async (argon2) => {
        decoy ??= argon2.hash('no principal bears this password', COST);
        const fits = await argon2.verify(hash ?? (await decoy), password);
        return hash !== null && fits;
      }),
  };
}
