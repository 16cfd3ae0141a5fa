import { createHash } from 'node:crypto';

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { auditWritten } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import { MosaicError, RetryAfter } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { AccountsTables } from '../db/schema.ts';
import { isLoopback, networkOf } from './network.ts';

/**
 * Where a password is tried: an address at the front door, from a browser that this person is known to use or not (`device`),
 * or another service's door, which knows no address.
 */
export type Origin = { address: string; device: string | null } | { door: string };

export interface Attempt {
  /** The password was right: the failures of this name here are forgotten. */
  succeeded(): Promise<void>;
}

export interface SignInLimit {
  /** Counts an attempt before it is made, so that attempts side by side count too. Throws `rate_limited` with a {@link RetryAfter}. */
  begin(login: string, origin: Origin, cause: Cause): Promise<Attempt>;
  /** Takes over the lockouts that the predecessor left. */
  restore(): Promise<void>;
}

/** Failures in the window after which further attempts are refused for the same time. */
const WINDOW_SECONDS = 15 * 60;
const LIMITS = { login: 5, device: 5, door: 10, address: 50 } as const;
type LimiterName = keyof typeof LIMITS;

/** Counts in memory; a lockout is also a row, so that it holds over a restart. */
export function createSignInLimit({
  store,
  events,
  now,
}: {
  store: Store<AccountsTables>;
  events: EventLog<AccountsTables>;
  now: () => number;
}): SignInLimit {
  const limiter = (name: LimiterName) =>
    new RateLimiterMemory({ keyPrefix: name, points: LIMITS[name], duration: WINDOW_SECONDS, blockDuration: WINDOW_SECONDS });
  const limiters: Record<LimiterName, RateLimiterMemory> = {
    login: limiter('login'),
    device: limiter('device'),
    door: limiter('door'),
    address: limiter('address'),
  };

  const consume = async (name: LimiterName, key: string, cause: Cause): Promise<void> => {
    try {
      await limiters[name].consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      if (refusal.consumedPoints === LIMITS[name] + 1)
        await saveLock(events, { key, limiter: name, until: now() + refusal.msBeforeNext, cause });
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      const minutes = Math.ceil(seconds / 60);
      throw new MosaicError(
        'rate_limited',
        `Too many failed sign-ins. Try again in ${minutes} min, or use a one-time link ("mosaic open", or ask an administrator for one).`,
        { cause: new RetryAfter(seconds) },
      );
    }
  };

  return {
    async begin(login, origin, cause) {
      if ('door' in origin) {
        const key = digest(login.toLowerCase(), origin.door);
        await consume('door', key, cause);
        return { succeeded: async () => void (await limiters.door.delete(key)) };
      }
      if (origin.device !== null) {
        const key = digest(origin.device);
        await consume('device', key, cause);
        return { succeeded: async () => void (await limiters.device.delete(key)) };
      }
      const network = networkOf(origin.address);
      const [byAddress, byLogin] = [digest(network), digest(login.toLowerCase(), network)];
      if (!isLoopback(network)) await consume('address', byAddress, cause);
      await consume('login', byLogin, cause);
      return {
        async succeeded() {
          await limiters.login.delete(byLogin);
          if (!isLoopback(network)) await limiters.address.reward(byAddress, 1);
        },
      };
    },
    async restore() {
      const at = now();
      const locks = await store.read((db) => db.selectFrom('sign_in_locks').selectAll().where('locked_until', '>', at).execute());
      for (const lock of locks) {
        if (lock.limiter in limiters)
          await limiters[lock.limiter as LimiterName].block(lock.key, Math.ceil((lock.locked_until - at) / 1000));
      }
    },
  };
}

function saveLock(
  events: EventLog<AccountsTables>,
  { key, limiter, until, cause }: { key: string; limiter: LimiterName; until: number; cause: Cause },
): Promise<void> {
  return events.transact(async (writer) => {
    await writer.db.deleteFrom('sign_in_locks').where('key', '=', key).execute();
    await writer.db.insertInto('sign_in_locks').values({ key, limiter, locked_until: until }).execute();
    writer.as(cause).emit(auditWritten, {
      subject: 'sign-in',
      data: { operation: 'sign-in.lock', allowed: false, detail: { by: limiter, until } },
    });
  });
}

function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
