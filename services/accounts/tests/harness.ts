import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { nativeCalls, type NativeCalls, type SystemStatus } from '@mosaic/contracts/mosaic';
import { createAccounts, type Accounts, type AccountsDeps } from '@mosaic/accounts';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend, edgeProof } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { openTestStore, type TestStore } from '@mosaic/testing/servers';

export const PUBLIC_URL = 'http://localhost:8080';
export const ADMIN_PASSWORD = 'correct horse battery';

/** Accounts on a free port with a real database in a folder of its own. */
export interface AccountsHarness extends AsyncDisposable {
  accounts: Accounts;
  url: string;
  home: string;
  /** The rows of accounts. */
  store: TestStore;
  /** Moves the clock. */
  advance(ms: number): void;
  /** A client that sends this token. */
  as(token: string): NativeCalls;
  /** `fetch` at the listener. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Opens a one-time link as a program that is no browser does, by the button of its page. */
  enter(link: string): Promise<Response>;
  /** Signs in and answers the cookie pair. */
  signIn(username?: string, password?: string): Promise<string>;
  /** What this installation's edge proves itself with. */
  proof(): string;
  stopped(): number;
  /** Stops accounts and starts it again on the same home. */
  restart(deps?: Partial<AccountsDeps>): Promise<void>;
}

const STATUS: SystemStatus = { services: [{ name: 'accounts', url: '', state: 'ok' }], parked: [], version: '0.1.0', uptimeMs: 1 };

export async function startAccounts(
  deps: Partial<AccountsDeps> & { pagesFolder?: string; publicUrl?: string } = {},
): Promise<AccountsHarness> {
  const home = await mkdtemp(join(tmpdir(), 'mosaic-accounts-'));
  const { pagesFolder = join(home, 'no-pages'), publicUrl = PUBLIC_URL, ...given } = deps;
  const store = await openTestStore(join(home, 'accounts', 'accounts.db'));
  let offsetMs = 0;
  let stops = 0;
  const begin = async (more: Partial<AccountsDeps>): Promise<Accounts> => {
    const accounts = await createAccounts(
      {
        port: 0,
        addresses: ['127.0.0.1'],
        home,
        dataFolder: join(home, 'accounts'),
        store: store.location,
        hosts: ['127.0.0.1', 'localhost'],
        publicUrl,
        pagesFolder,
      },
      {
        log: silentLog(),
        bus: createLocalBus(),
        keyring: openKeyring(join(home, 'key')),
        adminPassword: ADMIN_PASSWORD,
        upstream: () => null,
        feeds: {},
        status: async () => STATUS,
        stop: () => void (stops += 1),
        now: () => Date.now() + offsetMs,
        ...given,
        ...more,
      },
    );
    await accounts.start();
    return accounts;
  };
  const stage: AccountsHarness = {
    accounts: await begin({}),
    get url() {
      return stage.accounts.listeners[0]?.url ?? '';
    },
    home,
    store,
    advance: (ms) => void (offsetMs += ms),
    as(token) {
      const send = stack.use(createSend({ baseUrl: stage.url, headers: () => ({ authorization: `Bearer ${token}` }) }));
      return nativeCalls(send);
    },
    enter: (link) => stage.fetch(link.slice(publicUrl.length), { method: 'POST' }),
    fetch: (path, init) => fetch(stage.url + path, { redirect: 'manual', ...init }),
    async signIn(username = 'root', password = ADMIN_PASSWORD) {
      const response = await stage.fetch('/-/accounts/session', json({ username, password }));
      if (response.status !== 200) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
      return cookieOf(response);
    },
    proof: () => edgeProof(openKeyring(join(home, 'key'))),
    stopped: () => stops,
    async restart(more = {}) {
      await stage.accounts[Symbol.asyncDispose]();
      stage.accounts = await begin(more);
    },
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]();
      await stage.accounts[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
  const stack = new Stack();
  return stage;
}

/** A JSON request as a page of ours sends it; `headers` overrule. */
export function json(
  body: unknown,
  { method = 'POST', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): RequestInit {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** The name=value of the session cookie that an answer sets. */
export function cookieOf(response: Response): string {
  return (response.headers.getSetCookie().find((header) => !header.includes('_device=')) ?? '').split(';', 1)[0] ?? '';
}
