import { join } from 'node:path';

import fastifyCookie from '@fastify/cookie';

import type { Link, LinkPurpose, SystemStatus, UpstreamName } from '@mosaic/contracts/mosaic';
import { openStore, storeAt, storeReference } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus, type Cause, type EventLog } from '@mosaic/platform/events';
import {
  createHttpApp,
  edgeProof,
  listen,
  mountEventFeed,
  mountNativeDescription,
  mountOperations,
  newTraceId,
} from '@mosaic/platform/http';
import { composeService, repeat, Stack, type Life, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { AccountsContext } from './context.ts';
import { identityOf } from './api/identity.ts';
import { renderError } from './api/render-error.ts';
import { OPERATIONS } from './api/routes.ts';
import { ensureAuditHead } from './audit/audit-writer.ts';
import { refuseForeignKey } from './audit/refuse-foreign-key.ts';
import { AccountsConfig, type AccountsSettings } from './config.ts';
import { endAttemptsThatEnded } from './consumers/attempts-that-ended.ts';
import { startAuditConsumers, type AuditFeeds } from './consumers/audit-consumers.ts';
import { MIGRATIONS } from './db/list.ts';
import type { AccountsTables } from './db/schema.ts';
import type { RunDemo } from './demo/start-demo.ts';
import { mountGateway } from './gateway/gateway.ts';
import { createLink } from './links/create-link.ts';
import { mountDashboard } from './pages/dashboard-pages.ts';
import { ensureBuiltInPrincipals } from './principals/built-in-principals.ts';
import { ensureFirstAdministrator } from './principals/first-administrator.ts';
import { findFirstAdministrator } from './principals/principal-reader.ts';
import { prune } from './retention/retention.ts';
import { sessionCookieName } from './sessions/session-cookie.ts';
import { createIntrospector } from './sign-in/introspector.ts';
import { createKnownDevices } from './sign-in/known-device.ts';
import { createPasswords } from './sign-in/passwords.ts';
import { createSignInLimit } from './sign-in/sign-in-limit.ts';
import { issueBuiltIn } from './tokens/issue-built-in.ts';

export interface AccountsDeps {
  log: Log;
  bus: Bus;
  keyring: Keyring;
  /** The first administrator's password; null to generate one into `<home>/admin-password`. */
  adminPassword: string | null;
  /** Where the front door finds the others now, e.g. "http://127.0.0.1:3000"; null while one does not run. */
  upstream: (name: UpstreamName) => string | null;
  /** Feeds for the audit, with the token of `mosaic-accounts`. */
  feeds: AuditFeeds;
  /** Health of the whole stack. */
  status: () => Promise<SystemStatus>;
  /** Begins to stop the whole stack. */
  stop: () => void;
  /** Runs the demo for a person; without it the operation is unsupported. */
  demo?: RunDemo;
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
  const now = deps.now ?? Date.now;
  const log = deps.log.child({ service: 'accounts' });
  const location = storeAt(settings, 'accounts');
  const store = stack.use(await openStore<AccountsTables>({ location, migrations: MIGRATIONS, log }));
  await refuseForeignKey(store, deps.keyring.derive('accounts/audit'), join(settings.home, 'key'));
  const events = await openEventLog<AccountsTables>({ source: 'accounts', store, bus: deps.bus });
  const passwords = createPasswords();
  const limit = createSignInLimit({ store, events, now });
  const cookieName = sessionCookieName(deps.keyring.derive('home-id'), settings.publicUrl);
  const context: AccountsContext = {
    settings,
    store,
    events,
    passwords,
    introspector: createIntrospector({ store, events, passwords, limit, now }),
    auditKey: deps.keyring.derive('accounts/audit'),
    cookieName,
    devices: createKnownDevices(deps.keyring.derive('accounts/devices'), cookieName),
    edgeProof: edgeProof(deps.keyring),
    adminPasswordFile: join(settings.home, 'admin-password'),
    status: deps.status,
    stop: deps.stop,
    demo: deps.demo ?? null,
    demosOf: new Set(),
    now,
  };
  const own = () => ({ cause: { actor: 'mosaic-accounts', traceId: newTraceId() }, now: now() });
  await fill(context, { adminPassword: deps.adminPassword, ...own() });
  await limit.restore();

  const service = composeService({
    name: 'accounts',
    stores: [storeReference('accounts', location)],
    stack,
    async start(life) {
      life.dependOn('The database cannot be read', () => store.check());
      life.useEvents(events);
      await openDoor(context, { deps, log, life });
      if (deps.feeds.mcp !== undefined) stack.use(endAttemptsThatEnded(events, { mcp: deps.feeds.mcp, now, log }));
      for (const consumer of startAuditConsumers(events, { feeds: deps.feeds, key: context.auditKey, log })) stack.use(consumer);
      stack.use(repeat(() => prune(events, now()), { everyMs: PRUNE_EVERY_MS, log, failed: 'ended rows could not be taken away' }));
    },
  });
  // A copy would keep what a getter answers now.
  return Object.assign(service, {
    issueServiceToken: (login: string) => issueBuiltIn(events, { login, kind: 'service', ...own() }),
    issueTakerToken: (login: string) => issueBuiltIn(events, { login, kind: 'agent', ...own() }),
    firstAdministrator: async () => (await store.read(findFirstAdministrator))?.login ?? null,
    createLink: (login: string, purpose: LinkPurpose = 'sign-in') =>
      createLink(events, { wish: { login, purpose, next: '/' }, publicUrl: settings.publicUrl, ...own() }),
    noteOperator: (operation: string, detail: Record<string, unknown>) =>
      events.transact(async (writer) =>
        writer.as(own().cause).emit('dev.mosaic.audit.written', { subject: operation, data: { operation, allowed: true, detail } }),
      ),
  });
}

async function fill(
  context: AccountsContext,
  { adminPassword, ...own }: { adminPassword: string | null; cause: Cause; now: number },
): Promise<void> {
  const { events, settings, adminPasswordFile } = context;
  await events.transact(ensureAuditHead);
  await prune(events, own.now);
  await ensureBuiltInPrincipals(events, own);
  await ensureFirstAdministrator(context, { login: settings.adminUser, password: adminPassword, file: adminPasswordFile }, own);
}

interface Door {
  deps: AccountsDeps;
  log: Log;
  life: Life;
}

async function openDoor(context: AccountsContext, { deps, log, life }: Door): Promise<void> {
  const { settings, events } = context;
  const { stack, health } = life;
  const { session, ...identity } = identityOf(context);
  const app = createHttpApp({
    name: 'accounts',
    log,
    hosts: settings.hosts,
    renderError,
    health,
    cookies: 'allow',
    authenticate: identity.authenticate,
  });
  await app.register(fastifyCookie);
  mountOperations(app, OPERATIONS, { ...identity, context });
  mountNativeDescription(app, 'accounts', OPERATIONS);
  mountEventFeed(app, events as EventLog<unknown>, { ...identity, grant: 'accounts:feed:admin' });
  stack.use(await mountGateway(app, { publicUrl: settings.publicUrl, upstream: deps.upstream, session, proof: context.edgeProof, log }));
  await mountDashboard(app, settings.pagesFolder);
  life.announce('accounts', stack.use(await listen(app, settings)));
}
