import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  callTool,
  type deploymentRequest,
  type ErrorCode,
  type SystemStatus,
  type taskCreate,
  type ToolDatum,
  ToolError,
  type ToolInput,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createMcp } from '@mosaic/mcp';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';

import {
  newRepository,
  startFakeAccounts,
  startFakeCi,
  startFakeForge,
  type FakePipeline,
  type FakePrincipal,
  type FakeRepository,
} from '@mosaic/testing/fakes';
import { openTestStore, type TestStore } from '@mosaic/testing/servers';

const token = (digit: string) => digit.repeat(40);
const DEVELOPER = ['project', 'agent', 'repository', 'pipeline', 'deployment', 'task', 'claim', 'event', 'message', 'inbox'].map(
  (noun) => `mcp:${noun}:write`,
);

/** Everyone who appears in the tests, by login. */
export const TOKENS = {
  ada: token('a'),
  bob: token('b'),
  root: token('c'),
  triage: token('d'),
  reviewer: token('e'),
  claude: token('f'),
  'mosaic-core': token('1'),
  'mosaic-tony': token('2'),
  reader: token('3'),
  /** ada's token for bob/open alone. */
  adaLimited: token('4'),
  /** ada's token that only reads repositories. */
  adaReading: token('5'),
  /** An attempt's of the built-in implementer, for ada/hello alone. */
  implementer: token('6'),
  /** A service account that somebody made. */
  robot: token('7'),
};
export type Login = keyof typeof TOKENS;

const AGENT = [
  'mcp:task:write',
  'mcp:claim:write',
  'mcp:message:write',
  'mcp:event:read',
  'mcp:pipeline:read',
  'mcp:project:read',
  'mcp:agent:read',
];
const PRINCIPALS: FakePrincipal[] = [
  { username: 'ada', token: TOKENS.ada, grants: DEVELOPER },
  { username: 'bob', token: TOKENS.bob, grants: DEVELOPER },
  { username: 'root', token: TOKENS.root, role: 'administrator', grants: ['*:*:*'] },
  { username: 'triage', token: TOKENS.triage, kind: 'agent', role: 'triage', built_in: true, grants: AGENT },
  { username: 'reviewer', token: TOKENS.reviewer, kind: 'agent', role: 'reviewer', built_in: true, grants: AGENT },
  { username: 'claude', token: TOKENS.claude, kind: 'agent', role: 'implementer', grants: AGENT },
  { username: 'mosaic-core', token: TOKENS['mosaic-core'], kind: 'service', role: 'service', built_in: true, grants: ['mcp:*:admin'] },
  { username: 'mosaic-tony', token: TOKENS['mosaic-tony'], kind: 'service', role: 'service', built_in: true, grants: ['mcp:*:admin'] },
  { username: 'ada', token: TOKENS.adaLimited, grants: DEVELOPER, repositories: [2] },
  { username: 'ada', token: TOKENS.adaReading, grants: ['mcp:repository:read'] },
  {
    username: 'implementer',
    token: TOKENS.implementer,
    kind: 'agent',
    role: 'implementer',
    built_in: true,
    grants: [...AGENT, 'mcp:repository:write'],
    repositories: [1],
  },
  { username: 'robot', token: TOKENS.robot, kind: 'service', role: 'developer', grants: DEVELOPER },
  { username: 'reader', token: TOKENS.reader, grants: ['mcp:task:read'] },
];

export const SHA = '1234567890abcdef1234567890abcdef12345678';

/** The server's own at its neighbours. */
const OWN_TOKEN = '0'.repeat(40);

/** What the forge shows: a private repository of ada's and a public one of bob's. */
const HELLO = newRepository({ id: 1, owner: 'ada', name: 'hello', private: true, files: { main: { 'README.md': '# Hello\n' } } });
const OPEN = newRepository({ id: 2, owner: 'bob', name: 'open' });
const CI_REPOSITORIES = [
  { id: 1, forgeId: 1, name: 'ada/hello', active: true },
  { id: 2, forgeId: 2, name: 'bob/open', active: true },
];
/** An artifact that a pipeline kept. */
export const SITE = { site: Buffer.of(1) };
const pipelines = (): FakePipeline[] => [
  { repository: 'ada/hello', number: 1, status: 'success', sha: SHA, artifacts: SITE, log: ['one', 'two', 'three'] },
  { repository: 'ada/hello', number: 2, status: 'failure', sha: SHA, artifacts: SITE },
  { repository: 'bob/open', number: 1, status: 'success', sha: SHA, artifacts: SITE },
];

/** What stays when a server is stopped and started again. */
export interface Fixture extends AsyncDisposable {
  folder: string;
  store: TestStore;
}

export async function openFixture(): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-mcp-'));
  return {
    folder,
    store: await openTestStore(join(folder, 'mcp.db')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** A running MCP server with fake neighbours, on a fixture of its own unless one is given. */
export async function startMcp(
  given: { repositories?: FakeRepository[]; pipelines?: FakePipeline[]; fixture?: Fixture; system?: () => SystemStatus } = {},
) {
  const stack = new Stack();
  const { folder, store } = given.fixture ?? stack.use(await openFixture());
  const accounts = stack.use(await startFakeAccounts(PRINCIPALS, given.system));
  const forge = stack.use(await startFakeForge());
  forge.repositories.push(...(given.repositories ?? [HELLO, OPEN]));
  const ci = stack.use(await startFakeCi({ repositories: CI_REPOSITORIES, pipelines: given.pipelines ?? pipelines() }));
  const send = (url: string) => stack.use(createSend({ baseUrl: url, headers: () => ({ authorization: `token ${OWN_TOKEN}` }) }));
  let offsetMs = 0;
  const mcp = stack.use(
    await createMcp(
      {
        port: 0,
        addresses: ['127.0.0.1'],
        dataFolder: folder,
        store: store.location,
        publicUrl: 'http://localhost:8080',
        hosts: ['localhost', '127.0.0.1'],
      },
      {
        log: silentLog(),
        bus: createLocalBus(),
        keyring: openKeyring(join(folder, 'key')),
        accounts: send(accounts.url),
        forge: send(forge.url),
        ci: send(ci.url),
        now: () => Date.now() + offsetMs,
        troubleLookMs: 20,
      },
    ),
  );
  await mcp.start();
  const url = mcp.listeners[0]?.url as string;
  const sends = new Map<string, Send>();
  const sendAs = (login: Login): Send => {
    const known =
      sends.get(login) ?? stack.use(createSend({ baseUrl: url, headers: () => ({ authorization: `Bearer ${TOKENS[login]}` }) }));
    sends.set(login, known);
    return known;
  };

  return {
    url,
    folder,
    forge,
    ci,
    accounts,
    sendAs,
    /** Stops the server alone. */
    stop: () => mcp[Symbol.asyncDispose](),
    /** Moves the server's clock. */
    advance: (ms: number) => void (offsetMs += ms),
    call: <D extends ToolDatum>(login: Login, tool: D, input: ToolInput<D>, options = {}): Promise<ToolOutput<D>> =>
      callTool(sendAs(login), tool, input, options),
    /** The code that a call is refused with; "" when it is not. */
    async refusal<D extends ToolDatum>(login: Login, tool: D, input: ToolInput<D>): Promise<ErrorCode | ''> {
      return callTool(sendAs(login), tool, input).then(
        () => '' as const,
        (error: unknown) => {
          if (error instanceof ToolError) return error.code;
          throw error;
        },
      );
    },
    /** Rows, looked at and damaged beside the server. */
    store,
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}
export type McpHarness = Awaited<ReturnType<typeof startMcp>>;

let counter = 0;
/** A request id that nothing used before. */
export const requestId = () => `test-${(counter += 1)}`;

/** What a deployment of the first pipeline asks for. */
export const deployment = (changes: Partial<ToolInput<typeof deploymentRequest>> = {}): ToolInput<typeof deploymentRequest> => ({
  requestId: requestId(),
  project: 'hello',
  environment: 'production',
  repository: 'ada/hello',
  pipelineNumber: 1,
  sha: SHA,
  branch: 'main',
  target: 'site',
  artifact: 'site',
  traceId: 'a'.repeat(32),
  ...changes,
});

export const task = (changes: Partial<ToolInput<typeof taskCreate>> = {}): ToolInput<typeof taskCreate> => ({
  requestId: requestId(),
  project: 'hello',
  repository: 'ada/hello',
  title: 'Find out why the pipeline failed',
  role: 'triage',
  ...changes,
});
