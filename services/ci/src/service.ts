import { join } from 'node:path';

import type { Send } from '@mosaic/contracts/wire';
import { openFileBlobs } from '@mosaic/platform/blobs';
import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog } from '@mosaic/platform/events';
import { listen } from '@mosaic/platform/http';
import { createRepositoryAuthority } from '@mosaic/platform/identity';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';

import { registerOwnAgents } from './agents/agent-writer.ts';
import { composeAggregates } from './compose/aggregates.ts';
import { composeDoors } from './compose/doors.ts';
import type { CiPorts } from './compose/ports.ts';
import { startOwnRunners } from './compose/runners.ts';
import { CiConfig } from './config.ts';
import { consumeSuspensions } from './consumers/suspensions.ts';
import { MIGRATIONS } from './db/list.ts';
import type { CiTables } from './db/schema.ts';
import { createForgeGateway } from './forge/forge-gateway.ts';
import { startWatchdog } from './queue/watchdog.ts';
import { ownAgents } from './runner/start-runners.ts';
import { startStatusDelivery } from './statuses/deliver-statuses.ts';

export interface CiDeps extends Pick<CiPorts, 'log' | 'bus' | 'keyring' | 'accounts'> {
  /** Reaches the forge with the service's own token, which may act as others (forge:sudo:admin). */
  forge: Send;
}

/** The CI service: Woodpecker's contract on one listener, the queue, and runners in this process. */
export async function createCi(config: CiConfig, deps: CiDeps): Promise<Service> {
  const settings = parseInput(CiConfig, config, 'The configuration of CI');
  const log = deps.log.child({ service: 'ci' });
  const location = storeAt(settings, 'ci');
  const folder = join(settings.dataFolder, 'blobs');
  return composeService({
    name: 'ci',
    stores: [storeReference('ci', location), { name: 'ci-blobs', kind: 'folder', location: folder }],
    start: (lifecycle) => start(lifecycle, { ...deps, log, settings, location, folder }),
  });
}

async function start(
  lifecycle: Lifecycle,
  { location, folder, ...given }: CiDeps & Pick<CiPorts, 'settings'> & { location: StoreLocation; folder: string },
): Promise<void> {
  const { settings, log, bus, accounts } = given;
  const { stack, listeners } = lifecycle;
  const stopping = new AbortController();
  const store = stack.use(await openStore<CiTables>({ location, migrations: MIGRATIONS, log }));
  lifecycle.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<CiTables>({ source: 'ci', store, bus });
  lifecycle.useEvents(events);
  const ports: CiPorts = {
    ...given,
    store,
    events,
    blobs: await openFileBlobs(folder),
    forge: createForgeGateway(given.forge),
    authority: createRepositoryAuthority(given.forge),
  };
  const hookUrl = () => settings.hookUrl ?? `${listeners[0]?.url}/api/hook`;
  const ci = composeAggregates(ports, { hookUrl, stopping: stopping.signal });
  const agents = await events.transact((writer) => registerOwnAgents(writer, ownAgents(settings)));
  stack.use(ci.starter);
  lifecycle.announce('ci', stack.use(await listen(await composeDoors(ports, ci.context, lifecycle.health), settings)));
  // Streams end first, so that the listener has nothing to wait for.
  stack.defer(() => stopping.abort());

  // What ran in the former process has no runner any more; what it had begun to prepare goes on.
  await ci.queue.expireOwn();
  await ci.starter.resume();
  const unchecked = (error: unknown, repository: string) => log.warn({ err: error, repository }, 'a webhook could not be checked');
  void ci.activation.repairHooks(stopping.signal, unchecked);
  void ci.cloneTokens.revokeLeft().catch((error: unknown) => log.warn({ err: error }, 'old clone credentials could not be revoked'));
  stack.use(consumeSuspensions(ci.suspensions, { accounts, events, log }));
  stack.use(startStatusDelivery(ports));
  stack.use(startWatchdog({ queue: ci.queue, bus, log }));
  const running = stack.use(startOwnRunners(ports, ci, agents));
  lifecycle.noteOf(() => running.note());
}
