import { getSystem, listDamaged, nativeCalls } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { listPrincipals } from '../principals.ts';
import { bringUpToDate, hasTold, type BookPorts, type TroubleNotice } from './trouble-book.ts';
import { isOfOwner, ofDamaged, serviceOf, troublesOf } from './troubles.ts';

/** How often the services are asked how they are, ms. */
const EVERY_MS = 5_000;

export interface TroubleWatchDeps extends BookPorts {
  accounts: Send;
  forge: Send;
  log: Log;
  everyMs?: number;
}

/**
 * Tells every administrator, in the inbox, what the system page shows: events that were parked and services that are not well;
 * and owners, which of their repositories are damaged.
 * Disposing waits for the look in hand.
 */
export function startTroubleWatch({ everyMs = EVERY_MS, ...deps }: TroubleWatchDeps): AsyncDisposable {
  const client = nativeCalls(deps.accounts);
  /** Causes seen at the look before; null before the first. */
  let before: ReadonlySet<string> | null = null;

  const look = async (): Promise<void> => {
    const system = await client.call(getSystem, {});
    const troubles = troublesOf(system);
    const down = new Set(system.services.filter(({ state }) => state === 'down').map(({ name }) => name));
    const damaged = await damagedIn(deps.forge);
    const ofOwners = (damaged ?? []).map(ofDamaged);
    const seen = new Set([...troubles, ...ofOwners].map(({ cause }) => cause));
    if (seen.size === 0 && !(await hasTold(deps.store))) {
      before = seen;
      return;
    }
    const isNew = (cause: string) => before?.has(cause) !== true;
    const principals = await listPrincipals(deps.accounts);
    const administrators = new Set(
      principals.filter(({ kind, role, disabled }) => kind === 'person' && role === 'administrator' && !disabled).map(({ login }) => login),
    );
    const notices: TroubleNotice[] = troubles
      .filter(({ mayPass, cause }) => !mayPass || !isNew(cause))
      .flatMap((trouble) => [...administrators].map((login) => ({ login, trouble })));
    for (const trouble of ofOwners) {
      const owner = principals.find(({ login, kind }) => kind === 'person' && isOwner(login, trouble.repository));
      if (owner !== undefined) notices.push({ login: owner.login, trouble });
    }
    await bringUpToDate(deps, {
      notices,
      // As a trouble must last for two looks, so must its end; what a service that is down has parked, it cannot say.
      isOver: (cause) =>
        before !== null && !before.has(cause) && !seen.has(cause) && !down.has(serviceOf(cause)) && (damaged !== null || !isOfOwner(cause)),
      mayKnow: ({ login, cause }) => isOfOwner(cause) || administrators.has(login),
    });
    before = seen;
  };

  return repeat(look, { everyMs, log: deps.log, failed: 'troubles could not be told' });
}

/** Repositories that the forge found damaged; null when it does not say. */
async function damagedIn(forge: Send): Promise<string[] | null> {
  try {
    return (await nativeCalls(forge).call(listDamaged, {})).repositories;
  } catch {
    return null;
  }
}

function isOwner(login: string, repository: string): boolean {
  return repository.toLowerCase().startsWith(`${login.toLowerCase()}/`);
}
