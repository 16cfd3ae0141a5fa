import { join } from 'node:path';

import type { Link, LinkPurpose } from '@mosaic/contracts/mosaic';
import { openStore, storeAt, storeReference } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus, type Cause } from '@mosaic/platform/events';
import { newTraceId } from '@mosaic/platform/http';
import { composeService, repeat, Stack, type Service } from '@mosaic/platform/lifecycle';

import { ensureAuditHead } from './audit/audit-writer.ts';
import { refuseForeignKey } from './audit/refuse-foreign-key.ts';
import { composeAggregates, type Aggregates } from './compose/aggregates.ts';
import { startConsumers } from './compose/consumers.ts';
import { openDoors } from './compose/doors.ts';
import type { AccountsPorts } from './compose/ports.ts';
import { AccountsConfig, type AccountsSettings } from './config.ts';
import { MIGRATIONS } from './db/list.ts';
import type { AccountsTables } from './db/schema.ts';
import { ensureBuiltInApplications } from './oauth/built-in-applications.ts';
import { ensureBuiltInPrincipals } from './principals/built-in-principals.ts';
import { ensureFirstAdministrator, removeMisfit } from './principals/first-administrator.ts';
import { prune } from './retention/retention.ts';
import { issueBuiltIn } from './tokens/issue-built-in.ts';

export interface AccountsDeps extends Pick<AccountsPorts, 'log' | 'keyring' | 'upstream' | 'feeds' | 'status' | 'stop' | 'demo'> {
  bus: Bus;
  /** The first administrator's password; null to generate one into `<home>/admin-password`. */
  adminPassword: string | null;
  /** Unix milliseconds; the tests move it. */
  now?: () => number;
}

/** Accounts, once composed: the composition root gets tokens and links without a way over HTTP. */
export interface Accounts extends Service {
  /** A fresh token of one of the platform's service accounts, e.g. "mosaic-ci"; ends the one of the last start. */
  issueServiceToken(login: string): Promise<string>;
  /** One that takes the tasks of an agent, and does nothing else; ends the one of the last start, and the attempts that it began. */
  issueTakerToken(login: string): Promise<string>;
  /** Login of the longest-standing administrator who may sign in; null when all are disabled. */
  firstAdministrator(): Promise<string | null>;
  /** A one-time sign-in link of 15 minutes. */
  createLink(login: string, purpose?: LinkPurpose): Promise<Link>;
  /** Writes into the audit what somebody on this machine has done through the control socket. */
  noteOperator(operation: string, detail: Record<string, unknown>): Promise<void>;
}

const PRUNE_EVERY_MS = 3_600_000;

/** Composes accounts and the front door. The store is open and filled after this, so tokens can be issued before `start`. */
export async function createAccounts(config: AccountsConfig, deps: AccountsDeps): Promise<Accounts> {
  const settings = parseInput(AccountsConfig, config, 'The configuration of accounts');
  const stack = new Stack();
  try {
    return await compose(settings, { deps, stack });
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function compose(settings: AccountsSettings, { deps, stack }: { deps: AccountsDeps; stack: Stack }): Promise<Accounts> {
  const { bus, adminPassword, now = Date.now, ...given } = deps;
  const log = deps.log.child({ service: 'accounts' });
  const location = storeAt(settings, 'accounts');
  const store = stack.use(await openStore<AccountsTables>({ location, migrations: MIGRATIONS, log }));
  await refuseForeignKey(store, deps.keyring.derive('accounts/audit'), join(settings.home, 'key'));
  const events = await openEventLog<AccountsTables>({ source: 'accounts', store, bus });
  const ports: AccountsPorts = { ...given, settings, log, store, events, now };
  const accounts = composeAggregates(ports);
  const own = () => ({ actor: 'mosaic-accounts', traceId: newTraceId() });
  await fill(ports, accounts, { adminPassword, cause: own() });

  const { passwords } = accounts;
  const { principals, links, audit } = accounts.context;
  const service = composeService({
    name: 'accounts',
    stores: [storeReference('accounts', location)],
    stack,
    async start(lifecycle) {
      lifecycle.dependOn('The database cannot be read', () => store.check());
      lifecycle.useEvents(events);
      const { adminPasswordFile: file } = accounts;
      const tidied = removeMisfit({ principals, passwords }, { login: settings.adminUser, file }).catch((error: unknown) =>
        log.warn(
          { err: error, file },
          'the file of the first password could not be looked at; remove it where its password no longer fits',
        ),
      );
      // It reads the store, so it ends before that.
      stack.defer(() => tidied);
      await openDoors(ports, accounts.context, lifecycle);
      await tidied;
      startConsumers(ports, accounts.auditKey, lifecycle);
      stack.use(repeat(() => prune(events, now()), { everyMs: PRUNE_EVERY_MS, log, failed: 'ended rows could not be taken away' }));
    },
  });
  // A copy would keep what a getter answers now.
  return Object.assign(service, {
    issueServiceToken: (login: string) => issueBuiltIn(events, { login, kind: 'service', cause: own(), now: now() }),
    issueTakerToken: (login: string) => issueBuiltIn(events, { login, kind: 'agent', cause: own(), now: now() }),
    firstAdministrator: async () => (await principals.reader.firstAdministrator())?.login ?? null,
    createLink: (login: string, purpose: LinkPurpose = 'sign-in') => links.writer.make({ login, purpose, next: '/' }, own()),
    noteOperator: (operation: string, detail: Record<string, unknown>) =>
      audit.writer.note({ subject: operation, operation, allowed: true, detail }, own()),
  });
}

/** What has to be there before anybody asks, in an order in which a death in between leaves nothing half. */
async function fill(
  { events, settings, now }: AccountsPorts,
  { context, limit, adminPasswordFile: file }: Aggregates,
  { adminPassword: password, cause }: { adminPassword: string | null; cause: Cause },
): Promise<void> {
  await events.transact(ensureAuditHead);
  await prune(events, now());
  await ensureBuiltInPrincipals(events, { cause, now: now() });
  await events.transact((writer) => ensureBuiltInApplications(writer, now()));
  await ensureFirstAdministrator(context, { login: settings.adminUser, password, file }, cause);
  await limit.restore();
}
