import type { Accounts } from '@mosaic/accounts';
import type { Core } from '@mosaic/core';
import type { StackInfo, SystemStatus } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Service } from '@mosaic/platform/lifecycle';

import type { Config } from '../config.ts';
import { originOf } from '../neighbours.ts';
import { collectParked } from '../status.ts';
import type { Controls } from './operations.ts';

/** Where the stack stands; accounts is null until it is ready. */
export interface StackLifecycle {
  state: StackInfo['state'];
  accounts: Accounts | null;
  core: Core | null;
}

/** What the home's owner may do with the stack of this process. */
export function controlsOf(
  config: Config,
  lifecycle: StackLifecycle,
  { services, status, end }: { services: readonly Service[]; status: () => Promise<SystemStatus>; end: () => void },
): Controls {
  const administrator = async () =>
    lifecycle.accounts === null || lifecycle.state !== 'ready' ? null : lifecycle.accounts.firstAdministrator();
  return {
    info: async () => ({
      state: lifecycle.state,
      pid: process.pid,
      publicUrl: config.publicUrl,
      portBase: config.portBase,
      accountsUrl: originOf(config.ports, 'accounts'),
      mcpUrl: originOf(config.ports, 'mcp'),
      administrator: await administrator().catch(() => null),
      system: await status(),
    }),
    async createLink({ login, purpose }) {
      if (lifecycle.accounts === null || lifecycle.state !== 'ready')
        throw new MosaicError('unavailable', `The stack is ${lifecycle.state}; try again in a moment.`);
      const whom = login ?? (await administrator());
      if (whom === null)
        throw new MosaicError(
          'precondition_failed',
          'No administrator may sign in: all are disabled. Stop the stack and start it once with MOSAIC_ADMIN_USER set to a new login; that makes an administrator.',
        );
      return { login: whom, ...(await lifecycle.accounts.createLink(whom, purpose)) };
    },
    parkedEvents: () => collectParked(services),
    async replayEvents({ service, ...which }) {
      const named = services.filter(({ name }) => service === undefined || name === service);
      if (named.length === 0)
        throw new MosaicError('invalid_input', `There is no service ${service}; they are ${services.map(({ name }) => name).join(', ')}.`);
      await lifecycle.accounts?.noteOperator('event.replay', { service: service ?? 'all', ...which });
      let replayed = 0;
      for (const { events } of named) replayed += (await events?.replay(which)) ?? 0;
      return replayed;
    },
    async dropSiteFiles({ deployment, ...environment }) {
      if (lifecycle.core === null) throw new MosaicError('unavailable', `The stack is ${lifecycle.state}; try again in a moment.`);
      // Before the files go, so that none goes unnoted.
      await lifecycle.accounts?.noteOperator('site.drop', { ...environment, deployment });
      return lifecycle.core.dropFiles(environment, deployment);
    },
    stop: end,
  };
}
