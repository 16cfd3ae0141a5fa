import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { repoAddCollaborator } from '@mosaic/contracts/gitea';
import {
  callTool,
  ciPipelineList,
  createPrincipal,
  createToken,
  deploymentRequest,
  forgeFileRead,
  listAudit,
  taskClaim,
  taskComplete,
  taskCreate,
  taskGet,
  taskHeartbeat,
  taskNext,
  taskRelease,
  taskValidate,
  ToolError,
  type OpenDoor,
  type Task,
  type ToolDatum,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import type { WireRequest } from '@mosaic/contracts/wire';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import { TestStack, until, type TestPerson } from './src/index.ts';

/* An agent that tries to do more than one attempt at one task allows, at every door, until it ends. */

/** How long a token that has ended may still work at other doors: they hold an answer for 5 s. */
const MEMORY_MS = 8_000;

let stack: TestStack;
let ada: TestPerson;
/** What the agent takes tasks with; it carries all that the role may do, as wide as an agent's token can be. */
let own: string;
const secrets: string[] = [];

beforeAll(async () => {
  stack = await TestStack.create();
  ada = await stack.person('ada');
  const accounts = stack.accounts();
  await accounts.call(createPrincipal, { body: { login: 'coder', kind: 'agent', role: 'implementer' } });
  const doors: OpenDoor[] = ['forge', 'ci', 'mcp'];
  own = (await accounts.call(createToken, { body: { name: 'coder', login: 'coder', doors, grants: ['*:*:admin'] } })).token;
  secrets.push(own);
  for (const name of ['mine', 'other']) {
    await ada.forge.createRepository({ name, private: true, auto_init: true });
    await ada.forge.call(repoAddCollaborator, { owner: 'ada', repo: name, collaborator: 'coder', body: { permission: 'write' } });
  }
  await ada.forge.createRepository({ name: 'open', auto_init: true });
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

let asked = 0;
const requestId = () => `attempts-${(asked += 1)}`;

async function create(repository: string): Promise<Task> {
  const [, project = ''] = repository.split('/');
  const input = { requestId: requestId(), project, repository, title: 'Change it', role: 'implementer' };
  return (await callTool(ada.mcp, taskCreate, input)).task;
}

interface Attempt {
  task: Task;
  token: string;
  epoch: number;
}

/** Takes the task as the agent, with a token of the attempt. */
async function claim({ key }: Task): Promise<Attempt> {
  const token = newToken();
  secrets.push(token);
  const { task } = await callTool(stack.send('mcp', own), taskClaim, { requestId: requestId(), key, tokenHash: hashToken(token) });
  return { task, token, epoch: task.lease?.epoch ?? 0 };
}

const status = async (door: OpenDoor, token: string, path: string, request: Partial<WireRequest> = {}): Promise<number> => {
  const answer = await stack.send(door, token)({ method: 'GET', path, ...request });
  await answer.discard();
  return answer.status;
};
const repository = (token: string, name: string) => status('forge', token, `/api/v1/repos/ada/${name}`);
const refusal = <D extends ToolDatum>(token: string, tool: D, input: ToolInput<D>): Promise<string> =>
  callTool(stack.send('mcp', token), tool, input).then(
    () => '',
    (error: unknown) => (error instanceof ToolError ? error.code : String(error)),
  );

/** What each door answers to the token. */
const doors = async (token: string) => [
  await repository(token, 'mine'),
  await status('ci', token, '/api/user'),
  await refusal(token, taskNext, { roles: ['implementer'] }),
];
const ENDED = [401, 401, 'unauthenticated'];
const isOver = async (token: string) => (JSON.stringify(await doors(token)) === JSON.stringify(ENDED) ? true : null);

test('works in its own repository, and in no other, whatever the agent itself may do there', async () => {
  const [mine, other] = [await create('ada/mine'), await create('ada/other')];
  const { token, task } = await claim(mine);
  expect(await repository(own, 'other')).toBe(200);
  expect([await repository(token, 'mine'), await repository(token, 'other'), await repository(token, 'open')]).toEqual([200, 404, 404]);
  const issue = { method: 'POST', body: { title: 'Found' } } as const;
  expect(await status('forge', token, '/api/v1/repos/ada/mine/issues', issue)).toBe(201);
  expect(await status('forge', token, '/api/v1/repos/ada/other/issues', issue)).toBe(404);
  expect(await status('forge', token, '/ada/mine.git/info/refs?service=git-receive-pack')).toBe(200);
  expect(await status('forge', token, '/ada/other.git/info/refs?service=git-receive-pack')).toBe(404);
  for (const [tool, input] of [
    [ciPipelineList, { repository: 'ada/other' }],
    [forgeFileRead, { repository: 'ada/other', path: 'README.md' }],
    [taskGet, { key: other.key }],
    [taskCreate, { requestId: requestId(), project: 'other', repository: 'ada/other', title: 'More', role: 'implementer' }],
  ] as const)
    expect(await refusal(token, tool, input as never), tool.name).toBe('not_found');
  expect(await refusal(token, forgeFileRead, { repository: 'ada/mine', path: 'README.md' })).toBe('');
  expect((await callTool(stack.send('mcp', token), taskGet, { key: task.key })).task.id).toBe(task.id);
  await callTool(stack.send('mcp', token), taskComplete, { requestId: requestId(), key: task.key, epoch: 1, outcome: 'completed' });
});

test('is no use for more: no other task, no other attempt, no token, nothing beyond the role', async () => {
  const [first, second] = [await create('ada/mine'), await create('ada/mine')];
  const [one, two] = [await claim(first), await claim(second)];
  const third = await create('ada/mine');
  expect(await refusal(one.token, taskNext, { roles: ['implementer'] })).toBe('forbidden');
  expect(await refusal(one.token, taskClaim, { requestId: requestId(), key: third.key })).toBe('forbidden');
  for (const tool of [taskHeartbeat, taskRelease])
    expect(await refusal(one.token, tool, { requestId: requestId(), key: second.key, epoch: two.epoch }), tool.name).toBe('forbidden');
  const done = { requestId: requestId(), key: second.key, epoch: two.epoch, outcome: 'completed' as const };
  expect(await refusal(one.token, taskComplete, done)).toBe('forbidden');
  expect(await refusal(one.token, taskValidate, { requestId: requestId(), key: first.key, accepted: true })).toBe('forbidden');
  const live = {
    project: 'mine',
    environment: 'production',
    repository: 'ada/mine',
    pipelineNumber: 1,
    sha: 'a'.repeat(40),
    branch: 'main',
    traceId: '',
  };
  expect(await refusal(one.token, deploymentRequest, { requestId: requestId(), ...live, target: 'site', artifact: 'site' })).toBe(
    'forbidden',
  );
  expect(await status('forge', one.token, '/api/v1/repos/ada/mine', { method: 'DELETE' })).toBe(403);
  expect(await status('forge', one.token, '/api/v1/repos/ada/mine', { headers: { sudo: 'ada' } })).toBe(403);
  for (const path of ['/-/accounts/tokens', '/-/accounts/principals', `/-/accounts/attempts/${first.key}/1`])
    expect(await status('accounts', one.token, path, { method: path.endsWith('/1') ? 'DELETE' : 'GET' }), path).toBe(401);
  // The wide token itself neither asks for a token twice nor for the hash of another's.
  const taken = { requestId: requestId(), key: third.key, tokenHash: hashToken(two.token) };
  expect(await refusal(own, taskClaim, taken)).toBe('conflict');
  expect((await callTool(ada.mcp, taskGet, { key: third.key })).task.state).toBe('ready');
  for (const { task, token, epoch } of [one, two])
    await callTool(stack.send('mcp', token), taskRelease, { requestId: requestId(), key: task.key, epoch });
});

test.each([
  ['done', taskComplete, { outcome: 'completed' }],
  ['failed', taskComplete, { outcome: 'failed', reason: 'No.' }],
  ['given back', taskRelease, {}],
] as const)('ends when the attempt is %s', async (_how, tool, input) => {
  const { task, token, epoch } = await claim(await create('ada/mine'));
  expect(await repository(token, 'mine')).toBe(200);
  await callTool(stack.send('mcp', token), tool as typeof taskRelease, { requestId: requestId(), key: task.key, epoch, ...input });
  await until('the end of the token', () => isOver(token), MEMORY_MS);
});

test('a kill in the middle leaves nothing that is good beyond the lease; the next attempt has a token of its own', async () => {
  const { task, token } = await claim(await create('ada/mine'));
  const ends = task.lease?.expiresAt ?? 0;
  await stack.kill();
  await stack.start();
  await until('the end of the token', () => isOver(token), Math.max(0, ends - Date.now()) + MEMORY_MS);
  await until('the task to be ready', async () =>
    (await callTool(ada.mcp, taskGet, { key: task.key })).task.state === 'ready' ? true : null,
  );
  const next = await claim(task);
  expect(next.epoch).toBe(2);
  expect([await repository(next.token, 'mine'), await repository(token, 'mine')]).toEqual([200, 401]);
  await callTool(stack.send('mcp', next.token), taskRelease, { requestId: requestId(), key: task.key, epoch: 2 });
}, 120_000);

test('the audit joins agent, task and attempt; no secret is in it, in a row or in a log', async () => {
  const { task, token, epoch } = await claim(await create('ada/mine'));
  await callTool(stack.send('mcp', token), taskRelease, { requestId: requestId(), key: task.key, epoch });
  const types = await until('the audit of the attempt', async () => {
    const { records } = await stack.accounts().call(listAudit, { query: { order: 'desc', limit: 200 } });
    const about = records.filter(({ data }) => data['task'] === task.key || data['key'] === task.key);
    return about.length < 5 ? null : about.map(({ type, data }) => [type, data['login'] ?? data['holder'], data['epoch']]);
  });
  expect(types).toEqual(
    expect.arrayContaining([
      ['dev.mosaic.token.created', 'coder', 1],
      ['dev.mosaic.task.changed', 'coder', 1],
      ['dev.mosaic.token.revoked', 'coder', 1],
    ]),
  );
  await stack.stop();
  const files = (await readdir(stack.home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name));
    expect(
      secrets.filter((secret) => bytes.includes(secret)),
      join(parentPath, name),
    ).toEqual([]);
  }
}, 60_000);
