import { join } from 'node:path';

import type { Accounts } from '@mosaic/accounts';
import { loginOf, SERVICES, siteOfHost, START_STEPS, type ServiceName } from '@mosaic/contracts/mosaic';
import type { Core } from '@mosaic/core';
import { checkGitVersion } from '@mosaic/engines/git';
import { createLocalBus } from '@mosaic/platform/events';
import { holdsData, lockHome, Stack, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';

import { stackContextOf, type StackContext } from './compose/stack-context.ts';
import { COMPOSE } from './compose/list.ts';
import type { Config, Loaded } from './config.ts';
import { openControlDoor } from './control/control-door.ts';
import { controlsOf, type StackLifecycle } from './control/controls.ts';
import { checkPorts } from './port-check.ts';
import { standInFor } from './stand-in.ts';
import { startServices } from './start-services.ts';
import { collectStatus } from './status.ts';

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
  const lifecycle: StackLifecycle = { state: 'starting', accounts: null, core: null };
  const end = () => {
    lifecycle.state = 'stopping';
    stop();
  };
  const status = () => collectStatus(services, startedAt);
  stack.use(await openControlDoor(config.home, controlsOf(config, lifecycle, { services, status, end }), log));
  await Promise.all([checkGitVersion(), checkPorts({ ...config.ports }, config.portBase)]);

  const keyring = openKeyring(join(config.home, 'key'), { isNeeded: holdsData(config.home) });
  const { accounts, core } = await composeServices(
    {
      config,
      shared: { log, bus: createLocalBus(), keyring },
      operator: { adminPassword: secrets.adminPassword, stop: end, status },
    },
    { services, stack },
  );
  stack.use(await startServices(services, { log, standIn: standInOf(config, log) }));
  lifecycle.state = 'ready';
  lifecycle.accounts = accounts;
  lifecycle.core = core;
  log.info({ elapsedMs: Math.round(performance.now() - startedAt), publicUrl: config.publicUrl }, 'ready');
  return {
    async signInLink() {
      const login = await accounts.firstAdministrator();
      return login === null ? null : (await accounts.createLink(login)).url;
    },
    async [Symbol.asyncDispose]() {
      lifecycle.state = 'stopping';
      await stack[Symbol.asyncDispose]();
    },
  };
}

/** Composes accounts, then the others with tokens of their own; answers the two that the stack itself speaks with. */
async function composeServices(
  given: Pick<StackContext, 'config' | 'shared' | 'operator'>,
  { services, stack }: { services: Service[]; stack: Stack },
): Promise<{ accounts: Accounts; core: Core }> {
  const tokens = new Map<ServiceName, string | null>();
  const context = stackContextOf({ ...given, takerToken: (login) => accounts.issueTakerToken(login) }, { tokens, stack });
  const accounts = stack.use(await COMPOSE.accounts(context));
  const composed = new Map<ServiceName, Service>([['accounts', accounts]]);
  for (const name of START_STEPS.flat()) if (!composed.has(name)) composed.set(name, stack.use(await COMPOSE[name](context)));
  for (const name of tokens.keys()) tokens.set(name, await accounts.issueServiceToken(loginOf(name)));
  services.push(...composed.values());
  return { accounts, core: composed.get('core') as Core };
}

/** Doors of a service that is down; those without one have nothing to answer. */
function standInOf({ ports, publicUrl, hosts }: Config, log: Log): (service: Service) => Promise<AsyncDisposable> {
  return async (service) => {
    const { door } = SERVICES[service.name];
    const isSite = (host: string) => door === 'sites' && siteOfHost(publicUrl, host) !== null;
    return door === null ? new Stack() : standInFor(service, { port: ports[door], hosts, isSite, log });
  };
}
