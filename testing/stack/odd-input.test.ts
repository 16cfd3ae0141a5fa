import { request as httpRequest, Agent } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { getReposLookup } from '@mosaic/contracts/woodpecker';
import { createPrincipal, type ListenerName, TOOLS } from '@mosaic/contracts/mosaic';
import type { Operation } from '@mosaic/platform/http';
import { MUTATED_SERVICES, operationLists } from '@mosaic/testing/mutants';

import { oddInputs, oddRequests, type OddRequest } from './src/odd-input.ts';
import { openWorkingCopy, pipelineOf, TestStack, type TestPerson } from './src/index.ts';

/** Requests in hand at once. */
const LANES = 6;
/** Time for one answer; a stream's head is its answer, and no long poll is asked to wait. */
const ANSWER_MS = 20_000;

let stack: TestStack;
let eve: TestPerson;
let root: TestPerson;
let names: Record<string, string>;
const agent = new Agent({ keepAlive: true, maxSockets: LANES });

beforeAll(async () => {
  stack = await TestStack.create();
  eve = await stack.person('eve');
  root = await stack.person('root', 'administrator');
  await stack.accounts().call(createPrincipal, { body: { login: 'victim', role: 'viewer', kind: 'person', name: 'Victim' } });
  await using copy = await openWorkingCopy(stack, eve, 'eve/odd');
  const sha = await copy.commit({
    'index.html': 'page\n',
    '.woodpecker.yaml': 'labels: { backend: local }\nsteps:\n  - name: build\n    image: sh\n    commands: [echo ran]\n',
  });
  await copy.push();
  const pipeline = await pipelineOf(eve, 'eve/odd', sha);
  await eve.forge.createIssue('eve', 'odd', { title: 'one' });
  const repository = await eve.forge.getRepository('eve', 'odd');
  const step = String(pipeline.workflows?.[0]?.children[0]?.id ?? 1);
  names = {
    owner: 'eve',
    repo: 'odd',
    username: 'eve',
    login: 'victim',
    org: 'eve',
    sha,
    ref: 'main',
    branch: 'main',
    number: '1',
    pipeline_number: '1',
    index: '1',
    repo_id: String((await eve.ci.callOrNull(getReposLookup, { repo_full_name: 'eve/odd' }))?.id ?? 1),
    step_id: step,
  };
  names['id'] = String(repository?.id ?? 1);
  names['*'] = 'main';
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await stack?.[Symbol.asyncDispose]();
});

/** The status, and the words where it is a fault of ours. */
function send(
  door: ListenerName,
  token: string,
  { method, path, headers = {}, body }: OddRequest,
): Promise<{ status: number; words: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      {
        agent,
        host: '127.0.0.1',
        port: stack.ports[door],
        method,
        path,
        headers: { authorization: `Bearer ${token}`, ...headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
        timeout: ANSWER_MS,
      },
      (answer) => {
        const status = answer.statusCode ?? 0;
        if (status >= 500 || answer.headers['content-type']?.startsWith('text/event-stream') !== true) {
          text(answer).then((words) => resolve({ status, words: words.slice(0, 300) }), reject);
          return;
        }
        answer.destroy();
        resolve({ status, words: '' });
      },
    );
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', reject);
    asked.end(body);
  });
}

async function inLanes<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

type Listed = Pick<Operation<never>, 'method' | 'path' | 'params' | 'query' | 'body'>;
/** Doors that are no operations: git's, pages, and what the edge passes on. */
const GIT: Listed[] = [
  { method: 'GET', path: '/:owner/:repo/info/refs?service=git-upload-pack' },
  { method: 'POST', path: '/:owner/:repo/git-upload-pack' },
  { method: 'POST', path: '/:owner/:repo/git-receive-pack' },
];
const PAGES: Listed[] = [
  { method: 'GET', path: '/:owner/:repo' },
  { method: 'GET', path: '/-/assets/*' },
  { method: 'GET', path: '/*' },
];
/** Where those of a dialect stand; all others are at the root of their door. */
const PREFIXES: Record<string, string> = { GITEA_OPERATIONS: '/api/v1', WOODPECKER_OPERATIONS: '/api', HOOK_OPERATIONS: '/api' };
const served = await Promise.all(
  MUTATED_SERVICES.map(async (service) => {
    const lists = Object.entries(await operationLists(service));
    const byPrefix = Map.groupBy(lists, ([name]) => PREFIXES[name] ?? '');
    return [...byPrefix].map(([prefix, listed]) => {
      const operations = listed.flatMap(([, list]) => list).filter(({ path }) => path !== '/-/control/stop');
      return [service as ListenerName, prefix, operations] as const;
    });
  }),
);
const DOORS: (readonly [ListenerName, string, readonly Listed[]])[] = [
  ['forge', '', GIT],
  ['edge', '', [...GIT, ...PAGES]],
  // The forge's own dialect last, since it takes the repository away in the end.
  ...served.flat().toSorted(([, one], [, other]) => one.length - other.length),
];

test.each(DOORS)(
  '%s%s: nothing odd that is asked of an operation is a fault of ours',
  async (door, prefix, operations) => {
    const faults: string[] = [];
    // What takes things away comes last, so that the others are asked of what is there.
    const weight = ({ method }: Listed) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(String(method));
    // Only an administrator is let at what accounts does.
    const { token } = door === 'accounts' ? root : eve;
    let asked = 0;
    let taken = 0;
    for (const stated of operations.toSorted((a, b) => weight(a) - weight(b))) {
      await inLanes(oddRequests(stated, { prefix, names }), async (odd) => {
        asked += 1;
        const { status, words } = await send(door, token, odd).catch((error: Error) => ({ status: 0, words: error.message }));
        if (status < 400) taken += 1;
        if (status === 0 || (status >= 500 && status !== 501))
          faults.push(
            `${status} ${odd.method} ${odd.path.slice(0, 200)} ${JSON.stringify(odd.headers ?? {}).slice(0, 100)} ${odd.body?.toString().slice(0, 200) ?? ''} → ${words}`,
          );
      });
    }
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(operations.length * 10);
    // Odd headers alone stop nobody, so the names are those of things that are there.
    expect(taken).toBeGreaterThan(0);
  },
  300_000,
);

test('nothing odd that is asked of a tool is a fault of ours', async () => {
  const faults: string[] = [];
  for (const [name, { input }] of Object.entries(TOOLS)) {
    await inLanes(oddInputs(input), async (odd) => {
      const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: odd } }));
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const { status, words } = await toolAnswer({ method: 'POST', path: '/mcp', headers, body });
      if (status >= 500 || /"code":"internal"|-32603/.test(words))
        faults.push(`${status} ${name} ${body.toString().slice(0, 300)} → ${words}`);
    });
  }
  expect(faults).toEqual([]);
}, 300_000);

function toolAnswer(odd: OddRequest): Promise<{ status: number; words: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${eve.token}`, ...odd.headers, 'content-length': String(odd.body?.length ?? 0) };
    const asked = httpRequest({ agent, host: '127.0.0.1', port: stack.ports.mcp, method: 'POST', path: odd.path, headers }, (answer) => {
      text(answer).then((words) => resolve({ status: answer.statusCode ?? 0, words: words.slice(0, 2_000) }), reject);
    });
    asked.once('error', reject);
    asked.end(odd.body);
  });
}
