import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { openDurable } from '@mosaic/platform/durable';
import { MosaicError, parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';

import { composeAggregates } from './compose/aggregates.ts';
import { openDoors } from './compose/doors.ts';
import type { CorePorts } from './compose/ports.ts';
import { defineRuns } from './compose/runs.ts';
import { CoreConfig } from './config.ts';
import { consumePlatformEvents } from './consumers/platform-events.ts';
import { MIGRATIONS } from './db/list.ts';
import type { CoreTables } from './db/schema.ts';
import type { Deployments } from './deployments/deployments.ts';
import { createNeighbours } from './neighbours.ts';
import { startRetention } from './retention/retention.ts';
import type { Environment } from './targets/target.ts';
import { sitesFolder } from './targets/targets.ts';

export interface CoreDeps extends Omit<CorePorts, 'settings' | 'neighbours' | 'store' | 'events' | 'durable'> {
  bus: Bus;
}

/** What the stack asks of core beside starting and stopping. */
export interface Core extends Service {
  /**
   * Removes the files that a deployment of a site put live, so that nothing of them is served any more; a roll-back to it takes them from
   * the artifact again. False when they are gone already. @throws `conflict` while they are live, `unavailable` while core does not run.
   */
  dropFiles(environment: Environment, deploymentId: number): Promise<boolean>;
}

/** Core: an MCP client that carries out what a finished pipeline asks for, and serves the sites. */
export async function createCore(config: CoreConfig, deps: CoreDeps): Promise<Core> {
  const settings = parseInput(CoreConfig, config, 'The configuration of core');
  const log = deps.log.child({ service: 'core' });
  const places: Places = {
    rows: storeAt(settings, 'core'),
    runs: join(settings.dataFolder, 'core-runs.db'),
    sites: sitesFolder(settings.dataFolder),
  };
  let deployments: Deployments | null = null;
  const service = composeService({
    name: 'core',
    stores: [
      storeReference('core', places.rows),
      { name: 'core-runs', kind: 'sqlite', location: places.runs },
      { name: 'core-sites', kind: 'folder', location: places.sites },
    ],
    start: async (lifecycle) => {
      lifecycle.stack.defer(() => {
        deployments = null;
      });
      deployments = await start(lifecycle, { ...deps, log, settings, places });
    },
  });
  return Object.assign(service, {
    async dropFiles(environment: Environment, deploymentId: number) {
      if (deployments === null) throw new MosaicError('unavailable', 'Core does not run; "mosaic status" says why.');
      const isDropped = await deployments.dropFiles(environment, deploymentId);
      log.info({ ...environment, deploymentId, isDropped }, 'the files of a deployment were dropped');
      return isDropped;
    },
  });
}

/** Where core keeps its rows, the durable engine's, and the sites' files. */
interface Places {
  rows: StoreLocation;
  runs: string;
  sites: string;
}

/** @returns What the stack asks for beside core itself. */
async function start(
  lifecycle: Lifecycle,
  { places, bus, ...given }: CoreDeps & Pick<CorePorts, 'settings'> & { places: Places },
): Promise<Deployments> {
  const { log } = given;
  const { stack } = lifecycle;
  mkdirSync(places.sites, { recursive: true, mode: 0o700 });
  const store = stack.use(await openStore<CoreTables>({ location: places.rows, migrations: MIGRATIONS, log }));
  lifecycle.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<CoreTables>({ source: 'core', store, bus });
  lifecycle.useEvents(events);
  const durable = stack.use(await openDurable({ file: places.runs, log }));
  const neighbours = createNeighbours(given);
  const ports: CorePorts = { ...given, neighbours, store, events, durable };
  const core = composeAggregates(ports);
  defineRuns(ports, core);
  await durable.begin();
  await core.durableRuns.resume();
  lifecycle.announce('sites', stack.use(await openDoors(ports, core, lifecycle.health)));
  stack.use(consumePlatformEvents({ mcp: neighbours.mcp, events, log, ...core }));
  stack.use(startRetention({ runs: core.runs.writer, pushes: core.pushes.writer, log }));
  return core.deployments;
}
