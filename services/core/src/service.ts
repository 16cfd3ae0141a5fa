import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

import { siteOfHost } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, type Store } from '@mosaic/platform/db';
import { openDurable } from '@mosaic/platform/durable';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { createHttpApp, listenWith } from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import { Stack, type Health, type Listener, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import { activateRepository, redeliverPush } from './activation/activate-repository.ts';
import { CoreConfig } from './config.ts';
import { consumePlatformEvents } from './consumers/platform-events.ts';
import { migrations } from './db/list.ts';
import type { CoreTables } from './db/schema.ts';
import { pipelineRun } from './delivery/pipeline-run.ts';
import { deploymentRun } from './deployments/deployment-run.ts';
import { createDeployments } from './deployments/deployments.ts';
import { createNeighbours, type Neighbours } from './neighbours.ts';
import { createRuns, type Runs } from './runs/runs.ts';
import { createSiteAccess } from './sites/site-access.ts';
import { createSiteServer } from './sites/site-server.ts';
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

/** Core: an MCP client that carries out what a finished pipeline asks for, and serves the sites. */
export async function createCore(input: CoreConfig, deps: CoreDeps): Promise<Service> {
  const config = CoreConfig.parse(input);
  const stack = new Stack();
  const listeners: Listener[] = [];
  const neighbours = createNeighbours(deps);
  const journal = join(config.dataFolder, 'core.db');
  const runs = join(config.dataFolder, 'core-runs.db');
  const sites = sitesFolder(config.dataFolder);
  const health = async (): Promise<Health> => (listeners.length > 0 ? { state: 'ok' } : { state: 'down', reason: 'not started' });

  return {
    name: 'core',
    listeners,
    stores: [
      { name: 'core', kind: 'sqlite', location: journal },
      { name: 'core-runs', kind: 'sqlite', location: runs },
      { name: 'core-sites', kind: 'folder', location: sites },
    ],
    health,
    async start() {
      mkdirSync(sites, { recursive: true, mode: 0o700 });
      const store = stack.use(await openStore<CoreTables>({ location: { dialect: 'sqlite', file: journal }, migrations, log: deps.log }));
      const events = await openEventLog({ source: 'core', store, bus: deps.bus });
      const durable = stack.use(await openDurable({ file: runs, log: deps.log }));
      const journalled = createRuns({ durable, store, log: deps.log });
      defineRuns(journalled, { config, store, neighbours, log: deps.log });
      await durable.begin();
      await journalled.resume();
      const siteServer = siteServerOf({ config, deps, store, neighbours });
      const probes = createHttpApp({ name: 'core', log: deps.log, hosts: config.hosts, health });
      await Promise.all([siteServer.ready(), probes.ready()]);
      const listening = stack.use(
        await listenWith(
          {
            request: (request, response) =>
              siteOfHost(config.publicUrl, request.headers.host ?? '') === null
                ? probes.routing(request, response)
                : siteServer.routing(request, response),
            close: async () => void (await Promise.all([siteServer.close(), probes.close()])),
          },
          { port: config.sitesPort, addresses: config.addresses },
        ),
      );
      listeners.push({ name: 'sites', port: listening.port, url: `http://127.0.0.1:${listening.port}` });
      stack.use(consumePlatformEvents({ mcp: neighbours.mcp, log: events, logger: deps.log, runs: journalled }));
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

interface Composition {
  config: CoreConfig;
  store: Store<CoreTables>;
  neighbours: Neighbours;
}

/** What core does with each event that asks for work. */
function defineRuns(runs: Runs, { config, store, neighbours, log }: Composition & { log: Log }): void {
  const deployments = createDeployments({ neighbours, store, targets: createTargets(config.dataFolder) });
  runs.define('activate', activateRepository({ neighbours, store, log }));
  runs.define('redelivery', redeliverPush({ neighbours, store, log }));
  runs.define('pipeline', pipelineRun({ neighbours, store, deployments, publicUrl: config.publicUrl }));
  runs.define('deployment', deploymentRun(deployments));
  runs.define('validation', validationRun({ neighbours, log }));
}

function siteServerOf({ config, deps, store, neighbours }: Composition & { deps: CoreDeps }): FastifyInstance {
  return createSiteServer({
    publicUrl: config.publicUrl,
    folder: sitesFolder(config.dataFolder),
    store,
    access: createSiteAccess(neighbours.forge),
    accounts: neighbours.accounts,
    authenticator: createAuthenticator({ door: 'sites', accounts: deps.accounts }),
    key: deps.keyring.derive('core/site-cookie'),
    log: deps.log,
  });
}
