import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  ciPipelineGet,
  ciPipelineList,
  ciPipelineLog,
  ciPipelineRestart,
  deploymentList,
  deploymentReport,
  deploymentRequest,
  eventRead,
  forgeFileRead,
  forgeRepositoryList,
  taskCreate,
  taskList,
  tonyProjectCreate,
  TOOLS,
} from '@mosaic/contracts/mosaic';

import { SHA, TOKENS, deployment, requestId, startMcp, task, type McpHarness } from './harness.ts';

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp();
});
afterAll(() => stack[Symbol.asyncDispose]());

async function connect(mode: 'auto' | 'legacy', token: string) {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const transport = new StreamableHTTPClientTransport(new URL(`${stack.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

describe.each([['auto', '2026-07-28'] as const, ['legacy', '2025-11-25'] as const])('the SDK client, %s', (mode, version) => {
  test(`negotiates ${version} and lists exactly the tools of the contract, in order`, async () => {
    await using client = await connect(mode, TOKENS.ada);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(Object.keys(TOOLS));
    for (const tool of tools) {
      expect(tool.inputSchema.type).toBe('object');
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
      expect(tool.annotations?.readOnlyHint).toBe(TOOLS[tool.name as keyof typeof TOOLS].annotations.readOnlyHint);
    }
    expect((await client.listTools()).tools).toEqual(tools);
  });

  test('calls a tool, and its answer fits the listed schema', async () => {
    await using client = await connect(mode, TOKENS.ada);
    await client.listTools();
    const created = await client.callTool({ name: 'task_create', arguments: task() });
    expect(created.structuredContent).toMatchObject({ task: { state: 'ready', role: 'triage', repository: 'ada/hello' } });
    const { key } = (created.structuredContent as { task: { key: string } }).task;
    const got = await client.callTool({ name: 'task_get', arguments: { key } });
    expect(got.structuredContent).toEqual(created.structuredContent);
  });

  test('a refusal is an error result with a stable code', async () => {
    await using client = await connect(mode, TOKENS.ada);
    const refused = await client.callTool({ name: 'task_get', arguments: { key: 'nothing' } });
    expect(refused).toMatchObject({ isError: true, _meta: { 'dev.mosaic/error': { code: 'not_found' } } });
    const misfit = await client.callTool({ name: 'task_get', arguments: { key: 'x', colour: 'red' } });
    expect(misfit).toMatchObject({ isError: true, _meta: { 'dev.mosaic/error': { code: 'invalid_input' } } });
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toMatchObject({ code: -32602 });
  });

  test('reads projects and logs as resources, under the same policies', async () => {
    await using client = await connect(mode, TOKENS.ada);
    await stack.call('ada', tonyProjectCreate, { requestId: `project-${mode}`, project: 'hello', repository: 'ada/hello' });
    const { resources } = await client.listResources();
    expect(resources.map((resource) => resource.uri)).toEqual(['mosaic://projects/hello']);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(2);
    const project = await client.readResource({ uri: 'mosaic://projects/hello' });
    expect(project.contents[0]).toMatchObject({ mimeType: 'application/json' });
    const log = 'mosaic://repositories/ada/hello/pipelines/1/steps/7/log';
    expect((await client.readResource({ uri: log })).contents[0]).toMatchObject({ text: 'one\ntwo\nthree' });

    await using other = await connect(mode, TOKENS.bob);
    expect((await other.listResources()).resources).toEqual([]);
    await expect(other.readResource({ uri: 'mosaic://projects/hello' })).rejects.toThrow(/no project/);
    await expect(other.readResource({ uri: log })).rejects.toThrow(/no repository/);
    await expect(other.readResource({ uri: 'mosaic://nothing' })).rejects.toThrow(/no resource/);
  });
});

describe('the door', () => {
  const post = (headers: Record<string, string>, body: unknown = { jsonrpc: '2.0', id: 1, method: 'tools/list' }) =>
    fetch(`${stack.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('asks for a token and says where the metadata is', async () => {
    const refused = await post({});
    expect(refused.status).toBe(401);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    const metadata = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] as string;
    expect(await (await fetch(metadata)).json()).toMatchObject({ resource: `${stack.url}/mcp`, bearer_methods_supported: ['header'] });
    expect((await fetch(`${stack.url}/.well-known/oauth-protected-resource`)).status).toBe(200);
    const bad = await post({ authorization: `Bearer ${'9'.repeat(40)}` });
    expect(bad.status).toBe(401);
    expect(bad.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('refuses pages of other origins, other hosts, other content and broken JSON', async () => {
    const authorization = `Bearer ${TOKENS.ada}`;
    expect((await post({ authorization, origin: 'http://hello.localhost:8080' })).status).toBe(403);
    expect((await post({ authorization, origin: 'http://localhost:8080' })).status).toBe(200);
    expect((await post({ authorization, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ authorization }, '{')).status).toBe(400);
    expect((await post({ authorization }, ' '.repeat(2_000_000))).status).toBe(413);
    expect((await fetch(`${stack.url}/mcp`, { headers: { authorization } })).status).toBe(405);
  });
});

test('a token needs the grant of the tool', async () => {
  expect(await stack.refusal('reader', taskCreate, task())).toBe('forbidden');
  expect(await stack.refusal('reader', deploymentList, {})).toBe('forbidden');
  expect(await stack.refusal('ada', deploymentReport, { requestId: requestId(), id: 1, state: 'live' })).toBe('forbidden');
});

test('every call leaves an audit row before its answer', async () => {
  const before = (await stack.store.rows('select max(id) as id from tool_calls'))[0]?.['id'] as number;
  const asked = requestId();
  await stack.call('ada', taskList, {});
  await stack.call('ada', taskCreate, task({ requestId: asked }));
  await stack.call('ada', taskCreate, task({ requestId: asked }));
  await stack.refusal('bob', deploymentRequest, deployment());
  await stack.refusal('reader', eventRead, {});
  expect(await stack.store.rows(`select login, tool, allowed, code, request_id from tool_calls where id > ${before} order by id`)).toEqual([
    { login: 'ada', tool: 'task_list', allowed: 1, code: '', request_id: '' },
    { login: 'ada', tool: 'task_create', allowed: 1, code: '', request_id: asked },
    { login: 'ada', tool: 'task_create', allowed: 1, code: '', request_id: asked },
    expect.objectContaining({ login: 'bob', tool: 'deployment_request', allowed: 0, code: 'not_found' }),
    { login: 'reader', tool: 'event_read', allowed: 0, code: 'forbidden', request_id: '' },
  ]);
});

test('the same request id gets the same answer; with another input it is refused', async () => {
  const stated = task({ title: 'Once' });
  const [first, second] = await Promise.all([stack.call('ada', taskCreate, stated), stack.call('ada', taskCreate, stated)]);
  expect(second).toEqual(first);
  expect(await stack.call('ada', taskCreate, stated)).toEqual(first);
  expect(await stack.refusal('ada', taskCreate, { ...stated, title: 'Other' })).toBe('conflict');
  expect(await stack.store.rows(`select count(*) as n from tasks where title = 'Once'`)).toEqual([{ n: 1 }]);
  // Another caller's id of the same words is another id.
  const other = await stack.call('root', taskCreate, { ...stated, repository: 'bob/open' }).catch((error: Error) => error);
  expect(other).toMatchObject({ code: 'forbidden' });
});

test('the forge tools read as the caller', async () => {
  const file = await stack.call('ada', forgeFileRead, { repository: 'ada/hello', path: 'README.md' });
  expect(file).toEqual({ path: 'README.md', text: '# Hello\n', fromLine: 1, lines: 1, totalLines: 1, size: 8, truncated: false });
  expect(await stack.refusal('bob', forgeFileRead, { repository: 'ada/hello', path: 'README.md' })).toBe('not_found');
  expect(await stack.refusal('ada', forgeFileRead, { repository: 'ada/hello', path: '../x' })).toBe('invalid_input');
  const { repositories } = await stack.call('bob', forgeRepositoryList, {});
  expect(repositories.map((repository) => repository.repository)).toEqual(['bob/open']);
});

test('the ci tools list, slice logs and restart', async () => {
  const { pipelines } = await stack.call('ada', ciPipelineList, { repository: 'ada/hello' });
  expect(pipelines.map((pipeline) => pipeline.number)).toEqual([2, 1]);
  const log = await stack.call('ada', ciPipelineLog, { repository: 'ada/hello', number: 1, stepId: 7, from: -2, limit: 1 });
  expect(log).toEqual({ lines: [{ line: 1, text: 'two' }], total: 3 });
  expect(await stack.refusal('ada', ciPipelineLog, { repository: 'ada/hello', number: 1, stepId: 8 })).toBe('not_found');
  const stated = { requestId: requestId(), repository: 'ada/hello', number: 1 };
  const { pipeline } = await stack.call('ada', ciPipelineRestart, stated);
  expect(pipeline).toMatchObject({ number: 3, status: 'pending', sha: SHA });
  expect((await stack.call('ada', ciPipelineRestart, stated)).pipeline.number).toBe(3);
  expect(await stack.refusal('bob', ciPipelineGet, { repository: 'ada/hello', number: 1 })).toBe('not_found');
  expect(await stack.refusal('claude', ciPipelineGet, { repository: 'ada/hello', number: 1 })).toBe('not_found');
});
