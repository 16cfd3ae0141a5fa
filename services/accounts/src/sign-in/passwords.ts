import type * as Argon2Module from '@node-rs/argon2';

import { MosaicError } from '@mosaic/platform/errors';

type Argon2 = typeof Argon2Module;

/** Whose checks wait together, so that a flood at one door leaves the others open: known browsers, any page, other services' doors. */
export type PasswordPool = 'known' | 'page' | 'door';

/** Hashes and checks passwords with argon2id. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a principal without a password, or for none at all, as for one with a password. */
  verify(hash: string | null, password: string, pool?: PasswordPool): Promise<boolean>;
}

/** OWASP's first choice (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a random password that nobody knows: what is checked where there is none. Its cost is {@link COST}. */
export const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$+gQn3T/iafu6+GHmN9TrvA$OdQY2E6Dvrb5Wpw64YSyI12FKP6cEATbEA2IPeMfT8E';
/** Checks under way or waiting at most, in each pool; each takes about 20 ms of one core and 19 MiB. */
const PENDING_LIMIT = 40;

/** argon2's native part is loaded on first use. */
export function createPasswords(): Passwords {
  const pending: Record<PasswordPool, number> = { known: 0, page: 0, door: 0 };

  const bounded = async <R>(pool: PasswordPool, work: (argon2: Argon2) => Promise<R>): Promise<R> => {
    if (pending[pool] >= PENDING_LIMIT) throw new MosaicError('unavailable', 'Too many sign-ins at once; try again in a few seconds.');
    pending[pool] += 1;
    try {
      return await work(await import('@node-rs/argon2'));
    } finally {
      pending[pool] -= 1;
    }
  };

  return {
    hash: (password) => bounded('known', (argon2) => argon2.hash(password, COST)),
    verify: (hash, password, pool = 'page') =>
      bounded(pool, async (argon2) => {
        const fits = await argon2.verify(hash ?? DECOY, password);
        return hash !== null && fits;
      }),
  };
}
