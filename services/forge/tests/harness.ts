import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { createGiteaClient, repoCreateHook, type GiteaClient, type Hook } from '@mosaic/contracts/gitea';
import { EventPage, type EventRecord } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createForge, type ForgeConfig } from '@mosaic/forge';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { startFakeAccounts, type FakePrincipal } from '@mosaic/testing/fakes';
import { openTestStore, type TestStore } from '@mosaic/testing/servers';

const execute = promisify(execFile);

export const TOKENS = {
  ada: 'a'.repeat(40),
  bob: 'b'.repeat(40),
  eve: 'e'.repeat(40),
  root: 'f'.repeat(40),
  forge: '1'.repeat(40),
  ci: '2'.repeat(40),
  triage: '3'.repeat(40),
} as const;

const DEVELOPER = ['repository', 'issue', 'status', 'hook', 'user', 'organization'].map((resource) => `forge:${resource}:admin`);

/** Two developers, a stranger, an administrator, CI's service account and the built-in triage agent. */
export const PRINCIPALS: readonly FakePrincipal[] = [
  { username: 'ada', token: TOKENS.ada, password: 'ada-password', grants: DEVELOPER, name: 'Ada Lovelace' },
  { username: 'bob', token: TOKENS.bob, grants: DEVELOPER },
  { username: 'eve', token: TOKENS.eve, grants: DEVELOPER },
  { username: 'root', token: TOKENS.root, role: 'administrator', grants: ['*:*:*'] },
  { username: 'mosaic-forge', token: TOKENS.forge, kind: 'service', role: 'service', built_in: true },
  {
    username: 'mosaic-ci',
    token: TOKENS.ci,
    kind: 'service',
    role: 'service',
    built_in: true,
    grants: ['forge:*:admin', 'forge:sudo:admin'],
  },
  {
    username: 'triage',
    token: TOKENS.triage,
    kind: 'agent',
    role: 'triage',
    built_in: true,
    grants: ['forge:repository:read', 'forge:issue:write'],
  },
];

/** A forge on a free port over a temporary folder, with stock git beside it. */
export interface ForgeHarness extends AsyncDisposable {
  url: string;
  /** The port of the SSH door. */
  sshPort: number;
  folder: string;
  /** The forge's rows. */
  store: TestStore;
  as(token: string): GiteaClient;
  send(token: string): Send;
  /** All events so far, or from a cursor. */
  events(after?: number): Promise<EventRecord[]>;
  /** Runs git as one of the people; rejects with git's words. */
  git(args: readonly string[], options?: GitOptions): Promise<string>;
  /** A working folder with a first commit on main, whose origin is the given repository. */
  workspace(repository: string, token: string, files?: Record<string, string>): Promise<string>;
  /** Stops and starts the forge again on the same folder. */
  restart(): Promise<void>;
}

export interface GitOptions {
  cwd?: string;
}

export interface HarnessOptions {
  principals?: readonly FakePrincipal[];
  config?: Partial<ForgeConfig>;
}

export async function startForge({ principals = PRINCIPALS, config = {} }: HarnessOptions = {}): Promise<ForgeHarness> {
  const stack = new Stack();
  const folder = await mkdtemp(join(tmpdir(), 'forge-test-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const store = await openTestStore(join(folder, 'forge', 'forge.db'));
  const accounts = stack.use(await startFakeAccounts(principals));
  const accountsSend = stack.use(createSend({ baseUrl: accounts.url, headers: () => ({ authorization: `Bearer ${TOKENS.forge}` }) }));
  const start = async () => {
    const forge = await createForge(
      {
        port: 0,
        hosts: ['127.0.0.1', 'localhost'],
        publicUrl: 'http://localhost:8080',
        dataFolder: join(folder, 'forge'),
        store: store.location,
        ...config,
      },
      { log: silentLog(), bus: createLocalBus(), keyring: openKeyring(join(folder, 'key')), accounts: accountsSend },
    );
    await forge.start();
    return forge;
  };
  let forge = await start();
  stack.defer(() => forge[Symbol.asyncDispose]());
  let scratch = 0;
  const sends = new Map<string, Send & AsyncDisposable>();
  stack.defer(async () => {
    for (const send of sends.values()) await send[Symbol.asyncDispose]();
  });
  const bench: ForgeHarness = {
    get url() {
      return forge.listeners[0]?.url ?? '';
    },
    get sshPort() {
      return forge.listeners.find(({ name }) => name === 'ssh')?.port ?? 0;
    },
    folder,
    store,
    send(token) {
      const key = `${bench.url} ${token}`;
      const known = sends.get(key);
      if (known !== undefined) return known;
      const made = createSend({
        baseUrl: bench.url,
        headers: (): Record<string, string> => (token === '' ? {} : { authorization: `token ${token}` }),
      });
      sends.set(key, made);
      return made;
    },
    as: (token) => createGiteaClient(bench.send(token)),
    async events(after = 0) {
      const response = await bench.send(TOKENS.root)({ method: 'GET', path: `/-/events?after=${after}&limit=500` });
      return EventPage.parse(await response.json()).events;
    },
    git: (args, options = {}) => runGit(args, options),
    async workspace(repository, token, files = { 'README.md': '# Hello\n' }) {
      const path = join(folder, `work-${scratch++}`);
      await mkdir(path);
      await runGit(['init', '-q', '-b', 'main'], { cwd: path });
      await runGit(['remote', 'add', 'origin', remoteUrl(bench.url, repository, token)], { cwd: path });
      await commit(path, files);
      return path;
    },
    async restart() {
      await forge[Symbol.asyncDispose]();
      forge = await start();
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
  return bench;
}

/** Adds a webhook that is active from the beginning. */
export function addHook(
  client: GiteaClient,
  repository: string,
  {
    url,
    secret,
    contentType = 'json',
    events = ['push'],
  }: { url: string; secret?: string; contentType?: 'json' | 'form'; events?: string[] },
): Promise<Hook> {
  const [owner = '', repo = ''] = repository.split('/');
  const config = { url, content_type: contentType, ...(secret === undefined ? {} : { secret }) };
  return client.call(repoCreateHook, { owner, repo, body: { config, events, active: true } });
}

export function remoteUrl(base: string, repository: string, token: string): string {
  const url = new URL(`${base}/${repository}.git`);
  if (token !== '') url.username = token;
  return url.href;
}

/** Writes files and commits them; answers the commit's id. */
export async function commit(cwd: string, files: Record<string, string>, message = 'A change'): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  await runGit(['add', '-A'], { cwd });
  await runGit(['commit', '-q', '--allow-empty', '-m', message], { cwd });
  return (await runGit(['rev-parse', 'HEAD'], { cwd })).trim();
}

/** Stock git with an identity and without anybody's configuration or prompts; answers both of its outputs. */
export async function runGit(args: readonly string[], { cwd = tmpdir() }: GitOptions = {}): Promise<string> {
  const person = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'Ada Lovelace'],
    [`GIT_${role}_EMAIL`, 'ada@example.test'],
  ]);
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    NO_PROXY: '*',
    ...Object.fromEntries(person),
  };
  const { stdout, stderr } = await execute('git', [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return `${stdout}${stderr}`;
}

/** What a webhook's receiver got, and how it answers the next ones. */
export interface Receiver extends AsyncDisposable {
  url: string;
  host: string;
  received: { headers: IncomingHttpHeaders; body: string }[];
  /** Statuses of the next answers; 200 after them. */
  answers: number[];
  /** Resolves when so many have come. */
  until(count: number): Promise<void>;
}

/** One that is `silent` takes what comes and never answers. */
export async function startReceiver({ silent = false } = {}): Promise<Receiver> {
  const received: Receiver['received'] = [];
  const answers: number[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    if (!silent) response.writeHead(answers.shift() ?? 200).end('ok');
    for (const one of waiting) if (received.length >= one.count) one.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/hook?access_token=s3cret`,
    host,
    received,
    answers,
    until: (count) => (received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks until the answer pleases; the test's own time limit ends it. */
export async function eventually<T>(ask: () => Promise<T>, pleases: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (pleases(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** All that has happened so far is looked at by a consumer: what was to follow from it has. */
export async function caughtUp(bench: Pick<ForgeHarness, 'events' | 'store'>, consumer: string): Promise<void> {
  const last = (await bench.events()).at(-1)?.seq ?? 0;
  await eventually(
    () => bench.store.rows('select position from event_cursors where consumer = ?', consumer),
    ([row]) => Number(row?.['position'] ?? 0) >= last,
  );
}
