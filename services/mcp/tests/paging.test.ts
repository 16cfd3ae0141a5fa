import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  ciPipelineList,
  deploymentList,
  deploymentRequest,
  forgeFileRead,
  inboxList,
  notificationSend,
  pagesOf,
  taskCreate,
  taskList,
  type ToolInput,
  type ToolName,
} from '@mosaic/contracts/mosaic';

import { newRepository } from '@mosaic/testing/fakes';

import { deployment, SHA, SITE, startMcp, task, TOKENS, type McpHarness } from './harness.ts';

const TASKS = 60;
const PIPELINES = 130;
const LINES = Array.from({ length: 3_000 }, (_, index) => `line ${index + 1} of a long file`);

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp({
    repositories: [
      newRepository({
        id: 1,
        owner: 'ada',
        name: 'hello',
        private: true,
        files: { main: { 'long.txt': `${LINES.join('\n')}\n`, 'one-line.txt': 'x'.repeat(60_000), 'empty.txt': '', 'data.bin': 'a\0b' } },
      }),
    ],
    pipelines: Array.from({ length: PIPELINES }, (_, index) => ({
      repository: 'ada/hello',
      number: index + 1,
      status: 'success',
      sha: SHA,
      artifacts: SITE,
      log: LINES,
    })),
  });
  for (let index = 0; index < TASKS; index++)
    await stack.call('ada', taskCreate, task({ title: `task ${index}`, description: 'd'.repeat(1_000) }));
  for (let index = 0; index < 45; index++) await stack.call('ada', deploymentRequest, deployment());
  for (let index = 0; index < 30; index++)
    await stack.call('mosaic-tony', notificationSend, {
      requestId: `n${index}`,
      login: 'ada',
      title: `entry ${index}`,
      body: 'b'.repeat(900),
      url: '/',
      outcome: 'info',
      project: 'hello',
      repository: 'ada/hello',
      traceId: '',
    });
}, 60_000);
afterAll(() => stack[Symbol.asyncDispose]());

describe('a list goes on where it ended', () => {
  test.each([
    [taskList, 'tasks', 'title', TASKS],
    [deploymentList, 'deployments', 'id', 45],
    [inboxList, 'entries', 'id', 30],
    [ciPipelineList, 'pipelines', 'number', PIPELINES],
  ] as const)('$0.name', async (tool, rows, key, count) => {
    const input = tool === ciPipelineList ? { repository: 'ada/hello' } : {};
    const pages: unknown[][] = [];
    for await (const page of pagesOf((cursor) => stack.call('ada', tool, { ...input, limit: 15, cursor } as never)))
      pages.push((page as unknown as Record<string, Record<string, unknown>[]>)[rows]?.map((row) => row[key]) ?? []);
    expect(new Set(pages.flat()).size).toBe(count);
    expect(pages.flat()).toHaveLength(count);
    expect(pages.map((page) => page.length)).toEqual([...Array(Math.ceil(count / 15) - 1).fill(15), count % 15 === 0 ? 15 : count % 15]);
  });

  test('and says what is no cursor of its own', async () => {
    for (const cursor of ['nonsense', Buffer.from('["x"]').toString('base64url'), Buffer.from('{}').toString('base64url')])
      expect(await stack.refusal('ada', taskList, { cursor })).toBe('invalid_input');
  });
});

describe('a client that reads only the text', () => {
  const texts = async (name: ToolName, input: object): Promise<string[]> => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${TOKENS.ada}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${stack.url}/mcp`), { requestInit }));
    try {
      const answer = await client.callTool({ name, arguments: { ...input } });
      return (answer.content as { text: string }[]).map(({ text }) => text);
    } finally {
      await client.close();
    }
  };

  test.each([
    ['task_list', { limit: 200 }, 'tasks', 'key', TASKS],
    ['inbox_list', { limit: 200 }, 'entries', 'id', 30],
    ['deployment_list', { limit: 200 }, 'deployments', 'id', 45],
  ] as const)('gets all of %s by following it', async (name, input, rows, key, count) => {
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    let calls = 0;
    do {
      const [json = '', note] = await texts(name, cursor === undefined ? input : { ...input, cursor });
      expect(json.length).toBeLessThan(18_000);
      const shown = JSON.parse(json) as Record<string, Record<string, unknown>[]> & { next: string | null };
      seen.push(...(shown[rows] ?? []).map((row) => row[key]));
      if (note !== undefined) expect(note).toContain(`${shown[rows]?.length} of `);
      cursor = shown.next;
      calls += 1;
    } while (cursor !== null && calls < 50);
    expect([new Set(seen).size, seen.length]).toEqual([count, count]);
    expect(calls).toBeGreaterThan(1);
  });

  test('gets a log and events by following the numbers that it is told', async () => {
    const [json = '', note = ''] = await texts('ci_pipeline_log', { repository: 'ada/hello', number: 1, stepId: 7, limit: 2_000 });
    const { lines } = JSON.parse(json) as { lines: { line: number; text: string }[] };
    expect(note).toContain(`${lines.length} of 2000 rows`);
    expect(note).toContain(`"from": ${lines.length}`);
    const [events = '', more = ''] = await texts('event_read', { limit: 200 });
    const page = JSON.parse(events) as { events: { seq: number }[]; last: number };
    expect(page.last).toBe(page.events.at(-1)?.seq);
    expect(more).toContain(`"after": ${page.last}`);
  });

  test('gets a file line by line', async () => {
    const [json = '', note = ''] = await texts('forge_file_read', { repository: 'ada/hello', path: 'long.txt' });
    const first = JSON.parse(json) as { text: string; lines: number; totalLines: number; truncated: boolean };
    expect(first).toMatchObject({ totalLines: 3_000, truncated: true });
    expect(first.text).toBe(`${LINES.slice(0, first.lines).join('\n')}\n`);
    expect(note).toContain(`"fromLine": ${first.lines + 1}`);
    const [long = '', cut = ''] = await texts('forge_file_read', { repository: 'ada/hello', path: 'one-line.txt' });
    expect((JSON.parse(long) as { text: string }).text).toMatch(/^x{10000,20000}$/);
    expect(cut).toContain('60000 characters');
  });
});

describe('a file is read by ranges of lines', () => {
  const read = (input: Partial<ToolInput<typeof forgeFileRead>>) =>
    stack.call('ada', forgeFileRead, { repository: 'ada/hello', path: 'long.txt', ...input });

  test('whole, from a line, a few lines, and past the end', async () => {
    expect(await read({})).toMatchObject({ lines: 3_000, totalLines: 3_000, truncated: false });
    expect(await read({ fromLine: 2_999 })).toMatchObject({ text: `${LINES[2_998]}\n${LINES[2_999]}\n`, lines: 2, truncated: false });
    expect(await read({ fromLine: 5, lines: 1 })).toMatchObject({ text: `${LINES[4]}\n`, fromLine: 5, lines: 1, truncated: true });
    expect(await read({ fromLine: 4_000 })).toMatchObject({ text: '', lines: 0, truncated: false });
    expect(await read({ path: 'empty.txt' })).toMatchObject({ text: '', lines: 0, totalLines: 0, truncated: false });
    expect(await stack.refusal('ada', forgeFileRead, { repository: 'ada/hello', path: 'data.bin' })).toBe('unsupported');
  });
});

describe('a page in a browser', () => {
  const ask = (method: string, origin: string) =>
    fetch(`${stack.url}/mcp`, {
      method,
      headers: {
        origin,
        authorization: `Bearer ${TOKENS.ada}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'access-control-request-method': 'POST',
      },
      ...(method === 'POST' ? { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) } : {}),
    });

  test('of an origin that is let in may ask and read; any other gets neither', async () => {
    const preflight = await ask('OPTIONS', 'http://localhost:6274');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:6274');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('mcp-protocol-version');
    const answer = await ask('POST', 'http://localhost:6274');
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'http://localhost:6274']);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of ['https://evil.test', 'http://site.localhost:8080', 'null']) {
      const refused = await ask('OPTIONS', origin);
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
      expect((await ask('POST', origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
