import { join } from 'node:path';

import { createAccounts, type Accounts } from '@mosaic/accounts';
import { createCi } from '@mosaic/ci';
import { createCore, type Core } from '@mosaic/core';
import { createEdge } from '@mosaic/edge';
import { checkGitVersion } from '@mosaic/engines/git';
import { createForge } from '@mosaic/forge';
import { siteOfHost } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createMcp } from '@mosaic/mcp';
import type { Config, Loaded } from '@mosaic/platform/config';
import { createLocalBus } from '@mosaic/platform/events';
import { holdsData, lockHome, Stack, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { createTony } from '@mosaic/tony';

import { openControlDoor } from './control/control-door.ts';
import { controlsOf, type StackLife } from './control/controls.ts';
import { demoOf } from './demo/start-demo.ts';
import { neighboursOf, originOf, type DoorName } from './neighbours.ts';
import { checkPorts } from './port-check.ts';
import { standInFor } from './stand-in.ts';
import { startServices } from './start-services.ts';
import { collectStatus, VERSION } from './status.ts';

/** A running stack: every service in this process. Disposing drains it. */
export interface Server extends AsyncDisposable {
  /** A one-time sign-in link of 15 minutes for the longest-standing administrator; null when none may sign in. */
  signInLink(): Promise<string | null>;
}

export interface ServerDeps {
  log: Log;
  /** Called when somebody with the right to do so asks the stack to stop. */
  stop: () => void;
}

/** Takes the home, composes every service, starts them in the order of their needs and says where they are. */
export async function startServer(loaded: Loaded, deps: ServerDeps): Promise<Server> {
  const stack = new Stack();
  try {
    return await compose(loaded, { ...deps, stack });
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function compose({ config, secrets }: Loaded, { log, stop, stack }: ServerDeps & { stack: Stack }): Promise<Server> {
  const startedAt = performance.now();
  stack.use(lockHome(config.home));
  const services: Service[] = [];
  const life: StackLife = { state: 'starting', accounts: null, core: null };
  const end = () => {
    life.state = 'stopping';
    stop();
  };
  const status = () => collectStatus(services, startedAt);
  stack.use(await openControlDoor(config.home, controlsOf(config, life, { services, status, end }), log));
  await Promise.all([checkGitVersion(), checkPorts({ ...config.ports }, config.portBase)]);

  const keyring = openKeyring(join(config.home, 'key'), { isNeeded: holdsData(config.home) });
  const house: House = { config, stack, shared: { log, bus: createLocalBus(), keyring } };
  const tokens = new Map<string, string>();
  const feeds = neighboursOf(config.ports, () => tokens.get('mosaic-accounts') ?? '', stack);
  const accounts = stack.use(
    await createAccounts(
      {
        ...doorOf(house, 'accounts'),
        home: config.home,
        adminUser: config.adminUser,
        pagesFolder: join(import.meta.dirname, '../../dashboard/dist'),
      },
      {
        ...house.shared,
        adminPassword: secrets.adminPassword,
        stop: end,
        demo: demoOf(
          { publicUrl: config.publicUrl, edgeUrl: `http://127.0.0.1:${config.ports.edge}`, mcpUrl: originOf(config.ports, 'mcp') },
          log,
        ),
        upstream: (name) => originOf(config.ports, name),
        feeds: { forge: feeds('forge'), ci: feeds('ci'), mcp: feeds('mcp') },
        status,
      },
    ),
  );
  for (const login of ['mosaic-accounts', 'mosaic-forge', 'mosaic-ci', 'mosaic-mcp', 'mosaic-core', 'mosaic-tony'])
    tokens.set(login, await accounts.issueServiceToken(login));
  const near = (login: string) => neighboursOf(config.ports, () => tokens.get(login) ?? '', stack);

  const { core, others } = await composeServices(house, { near, accounts });
  services.push(accounts, ...others);
  stack.use(await startServices(services, { log, standIn: standInOf(house) }));
  life.state = 'ready';
  life.accounts = accounts;
  life.core = core;
  log.info({ elapsedMs: Math.round(performance.now() - startedAt), publicUrl: config.publicUrl }, 'ready');
  return {
    async signInLink() {
      const login = await accounts.firstAdministrator();
      return login === null ? null : (await accounts.createLink(login)).url;
    },
    async [Symbol.asyncDispose]() {
      life.state = 'stopping';
      await stack[Symbol.asyncDispose]();
    },
  };
}

/** Doors of a service that is down; those without one have nothing to answer. */
function standInOf({ config, shared }: House): (service: Service) => Promise<AsyncDisposable> {
  const doors: Readonly<Record<string, number>> = {
    forge: config.ports.forge,
    ci: config.ports.ci,
    mcp: config.ports.mcp,
    core: config.ports.sites,
  };
  return async (service) => {
    const port = doors[service.name];
    const isSite = (host: string) => service.name === 'core' && siteOfHost(config.publicUrl, host) !== null;
    return port === undefined ? new Stack() : standInFor(service, { port, hosts: config.hosts, isSite, log: shared.log });
  };
}

/** What every service is composed with. */
interface House {
  config: Config;
  stack: Stack;
  shared: { log: Log; bus: ReturnType<typeof createLocalBus>; keyring: ReturnType<typeof openKeyring> };
}

/** Settings that every service with a door of its own has. */
function doorOf({ config }: House, name: DoorName) {
  return { port: config.ports[name], hosts: [...config.hosts], publicUrl: config.publicUrl, dataFolder: join(config.home, 'data', name) };
}

/** The services besides accounts, in the order in which they are started. */
async function composeServices(
  house: House,
  { near, accounts }: { near: (login: string) => (door: DoorName) => Send; accounts: Accounts },
): Promise<{ core: Core; others: Service[] }> {
  const { config, stack, shared } = house;
  const { ports, publicUrl } = config;
  // Of the platform's own doors the one path that takes hooks; the others are what the installation allows.
  const hookHosts = [`127.0.0.1:${ports.ci}/api/hook`, ...config.webhookHosts];
  const { hosts } = doorOf(house, 'mcp');
  const neighbours = (login: string) => {
    const to = near(login);
    return { accounts: to('accounts'), forge: to('forge'), ci: to('ci'), mcp: to('mcp') };
  };
  const agent = async (login: 'triage' | 'reviewer') => ({ token: await accounts.issueAgentToken(login) });
  const core = await createCore(
    { port: ports.sites, dataFolder: join(config.home, 'data', 'core'), publicUrl, hosts },
    { ...shared, ...neighbours('mosaic-core') },
  );
  const others = [
    stack.use(
      await createForge(
        { ...doorOf(house, 'forge'), maxPushBytes: config.maxPushMib * 1024 * 1024, allowedHookHosts: hookHosts },
        { ...shared, ...neighbours('mosaic-forge') },
      ),
    ),
    stack.use(
      await createCi(
        {
          ...doorOf(house, 'ci'),
          forgeUrl: originOf(ports, 'forge'),
          maxWorkflows: config.maxWorkflows,
          timeoutMinutes: config.pipelineTimeoutMinutes,
          version: VERSION,
          local: {
            workRoot: config.workRoot,
            hiddenPaths: [config.home],
            shownPaths: [...config.stepPaths],
            cachePaths: [...config.stepCachePaths],
            ports: [...config.stepPorts],
            ...(config.stepNetwork === '' ? {} : { network: config.stepNetwork }),
            limits: {
              processes: config.stepProcesses,
              memoryBytes: config.stepMemoryMib * 1024 * 1024,
              cpuWeight: config.stepCpuWeight,
              openFiles: config.stepOpenFiles,
              workspaceBytes: config.stepWorkspaceMib * 1024 * 1024,
            },
          },
        },
        { ...shared, ...neighbours('mosaic-ci') },
      ),
    ),
    stack.use(await createMcp(doorOf(house, 'mcp'), { ...shared, ...neighbours('mosaic-mcp') })),
    stack.use(core),
    stack.use(
      await createTony(
        { dataFolder: join(config.home, 'data', 'tony'), publicUrl },
        { ...shared, ...neighbours('mosaic-tony'), agents: { triage: await agent('triage'), reviewer: await agent('reviewer') } },
      ),
    ),
    stack.use(
      await createEdge(
        {
          port: ports.edge,
          publicUrl,
          addresses: ['127.0.0.1', '::1', ...(config.listen === '' ? [] : [config.listen])],
          origins: {
            front: originOf(ports, 'accounts'),
            sites: originOf(ports, 'sites'),
            forge: originOf(ports, 'forge'),
            ci: originOf(ports, 'ci'),
            mcp: originOf(ports, 'mcp'),
          },
        },
        shared,
      ),
    ),
  ];
  return { core, others };
}
