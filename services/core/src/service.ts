import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { siteOfHost } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, storeAt, storeReference, type Store, type StoreLocation } from '@mosaic/platform/db';
import { openDurable } from '@mosaic/platform/durable';
import { MosaicError, parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { createHttpApp, listenWith, type Listening } from '@mosaic/platform/http';
import { createAuthenticator, createRepositoryAuthority } from '@mosaic/platform/identity';
import { composeService, type Health, type Life, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import { activateRepository, redeliverPush } from './activation/activate-repository.ts';
import { CoreConfig, type CoreSettings } from './config.ts';
import { consumePlatformEvents } from './consumers/platform-events.ts';
import { MIGRATIONS } from './db/list.ts';
import type { CoreTables } from './db/schema.ts';
import { pipelineRun } from './delivery/pipeline-run.ts';
import { deploymentRun } from './deployments/deployment-run.ts';
import { createDeployments, type Deployments } from './deployments/deployments.ts';
import { createNeighbours, type Neighbours } from './neighbours.ts';
import { createRuns, type Runs } from './runs/runs.ts';
import { createSiteAccess } from './sites/site-access.ts';
import { createSiteServer } from './sites/site-server.ts';
import type { Environment } from './targets/target.ts';
import { createTargets, sitesFolder } from './targets/targets.ts';
import { validationRun } from './tasks/validation-run.ts';

/** Neighbours are reached with core's own token. */
export interface CoreDeps {
  log: Log;
  bus: Bus;
  keyring: Keyring;
  accounts: Send;
  forge: Send;
  ci: Send;
  mcp: Send;
}

/** What the stack asks of core beside its life. */
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
    start: async (life) => {
      life.stack.defer(() => {
        deployments = null;
      });
      deployments = await start({ settings, deps: { ...deps, log }, places, life });
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

interface Beginning {
  settings: CoreSettings;
  deps: CoreDeps;
  places: Places;
  life: Life;
}

async function start({ settings, deps, places, life }: Beginning): Promise<Deployments> {
  const { log, bus } = deps;
  const { stack } = life;
  mkdirSync(places.sites, { recursive: true, mode: 0o700 });
  const store = stack.use(await openStore<CoreTables>({ location: places.rows, migrations: MIGRATIONS, log }));
  life.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<CoreTables>({ source: 'core', store, bus });
  life.useEvents(events);
  const durable = stack.use(await openDurable({ file: places.runs, log }));
  const neighbours = createNeighbours(deps);
  const runs = createRuns({ durable, store, log });
  const deployments = createDeployments({ neighbours, store, targets: createTargets(settings.dataFolder) });
  defineRuns(runs, { settings, store, neighbours, log, deployments });
  await durable.begin();
  await runs.resume();
  life.announce('sites', stack.use(await listenForSites({ settings, deps, store, neighbours, health: life.health })));
  stack.use(consumePlatformEvents({ mcp: neighbours.mcp, events, log, runs }));
  return deployments;
}

interface Composition {
  settings: CoreSettings;
  store: Store<CoreTables>;
  neighbours: Neighbours;
}

/** What core does with each event that asks for work. */
function defineRuns(
  runs: Runs,
  { settings, store, neighbours, log, deployments }: Composition & { log: Log; deployments: Deployments },
): void {
  runs.define('activate', activateRepository({ neighbours, store, log }));
  runs.define('redelivery', redeliverPush({ neighbours, store, log }));
  runs.define('pipeline', pipelineRun({ neighbours, store, deployments, publicUrl: settings.publicUrl }));
  runs.define('deployment', deploymentRun(deployments));
  runs.define('validation', validationRun({ neighbours, log }));
}

/** One listener: the hosts of sites to the site server, the platform's own names to the probes. */
async function listenForSites({
  settings,
  deps,
  store,
  neighbours,
  health,
}: Composition & { deps: CoreDeps; health: () => Promise<Health> }): Promise<Listening> {
  const authenticator = createAuthenticator({ door: 'sites', accounts: deps.accounts });
  const sites = createSiteServer({
    publicUrl: settings.publicUrl,
    folder: sitesFolder(settings.dataFolder),
    store,
    access: createSiteAccess(createRepositoryAuthority(deps.forge), neighbours.accounts),
    accounts: neighbours.accounts,
    authenticator,
    key: deps.keyring.derive('core/site-cookie'),
    log: deps.log,
  });
  const probes = createHttpApp({
    name: 'core',
    log: deps.log,
    hosts: settings.hosts,
    health,
    authenticate: authenticator.authenticate,
  });
  await Promise.all([sites.ready(), probes.ready()]);
  return listenWith(
    {
      request: (request, response) => {
        const isOurs = siteOfHost(settings.publicUrl, request.headers.host ?? '') === null;
        (isOurs ? probes : sites).routing(request, response);
      },
      close: async () => void (await Promise.all([sites.close(), probes.close()])),
    },
    settings,
  );
}
