import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { callTool, MCP_REVISION, taskCreate, tonyProjectCreate } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';
import type { TestStack } from '@mosaic/testing/stack';

import { createBenchStack } from '../bench-stack.ts';
import type { BenchSettings, Heading, Measurement } from '../measurement.ts';
import { startProgram, type ChildProgram } from './child-program.ts';
import type { LoadAnswer, LoadJob } from './load-job.ts';

const heading: Heading = {
  name: 'task_get over MCP at 50 connections, against a bare SDK echo server',
  unit: 'calls/s',
  target: { of: 'ours', bound: 'at least', value: 1000 },
};
const CONNECTIONS = 50;
/** Ours and the peer take turns of some seconds each, so that a change of the machine's mood meets both. */
const TURN_SECONDS = 5;
const WARM_UP_SECONDS = 2;

/** One value is the calls of one second. The server under load checks a token, audits and offers every tool, as always. */
export const toolCalls: Measurement = {
  id: 'tool-calls',
  headings: [heading],
  async measure(settings) {
    await using resources = new Stack();
    const stack = resources.use(await createBenchStack());
    const person = await stack.person('bench');
    const key = await makeTask(person);
    const echo = resources.use(startProgram('echo-server'));
    const generator = resources.use(startProgram('load-generator'));
    const { port } = await echo.hear<{ port: number }>();
    const ours = callOf('task_get', { key }, { origin: `http://127.0.0.1:${stack.ports.mcp}`, token: person.token });
    const peer = callOf('echo', { text: 'x'.repeat(1000) }, { origin: `http://127.0.0.1:${port}`, token: null });
    const series = await takeTurns(settings, generator, { ours, peer });
    const audited = auditedCalls(stack.home, person.login);
    if (audited < series.calls) throw new Error(`${series.calls} calls were answered, but only ${audited} stand in the audit`);
    const note =
      `${CONNECTIONS} connections, one call at a time each; every tool listed, token on, ${audited} calls audited; ` +
      `worst turn: p50 ${series.p50Ms.toFixed(1)} ms, p99 ${series.p99Ms.toFixed(1)} ms; ` +
      `the load generator is a process of its own and shares ${availableParallelism()} cores with the server`;
    return [{ ...heading, ours: series.ours, peer: series.peer, note }];
  },
};

/** A task for a role that no agent of the platform has, so that it stays as it is. */
async function makeTask(person: Awaited<ReturnType<TestStack['person']>>): Promise<string> {
  const repository = `${person.login}/measured`;
  await person.forge.createRepository({ name: 'measured', private: false, default_branch: 'main' });
  await callTool(person.mcp, tonyProjectCreate, { requestId: 'bench-project', project: 'measured', repository });
  const { task } = await callTool(person.mcp, taskCreate, {
    requestId: 'bench-task',
    project: 'measured',
    repository,
    title: 'Be read',
    description: 'Read by the measurement of tool calls, over and over.',
    role: 'bench',
  });
  return task.key;
}

type Call = Pick<LoadJob, 'origin' | 'path' | 'headers' | 'body'>;

/** One stateless POST of MCP's newest revision, the same form for both servers. */
function callOf(name: string, input: object, { origin, token }: { origin: string; token: string | null }): Call {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': MCP_REVISION,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    origin,
    path: '/mcp',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': MCP_REVISION,
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input, _meta: meta } }),
  };
}

async function takeTurns(
  { rounds, progress }: BenchSettings,
  generator: ChildProgram,
  calls: { ours: Call; peer: Call },
): Promise<{ ours: number[]; peer: number[]; calls: number; p50Ms: number; p99Ms: number }> {
  const turns = Math.ceil(rounds / TURN_SECONDS);
  const run = (call: Call) => {
    generator.tell({ ...call, connections: CONNECTIONS, warmUpSeconds: WARM_UP_SECONDS, seconds: TURN_SECONDS } satisfies LoadJob);
    return generator.hear<LoadAnswer>();
  };
  const ours: LoadAnswer[] = [];
  const peer: LoadAnswer[] = [];
  progress(`calling in ${turns} turns of ${TURN_SECONDS} s each`);
  for (let turn = 0; turn < turns; turn++) {
    ours.push(await run(calls.ours));
    peer.push(await run(calls.peer));
  }
  return {
    ours: ours.flatMap(({ perSecond }) => perSecond),
    peer: peer.flatMap(({ perSecond }) => perSecond),
    calls: ours.reduce((sum, { calls }) => sum + calls, 0),
    p50Ms: Math.max(...ours.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(...ours.map(({ p99Ms }) => p99Ms)),
  };
}

/** How many reads of the task stand in the audit: proof that it was on. */
function auditedCalls(home: string, login: string): number {
  const database = new DatabaseSync(join(home, 'data', 'mcp', 'mcp.db'), { readOnly: true });
  try {
    const row = database.prepare("select count(*) as count from tool_calls where tool = 'task_get' and login = ?").get(login);
    return Number(row?.['count']);
  } finally {
    database.close();
  }
}
