import { introspect } from '@mosaic/contracts/mosaic';
import { getReposLookup } from '@mosaic/contracts/woodpecker';
import { expect, onTestFinished, test } from 'vitest';

import { startMcp, TOKENS, type McpHarness } from './harness.ts';

/** A call of the older protocol, whose response is a stream that is handed over before the tool has run. */
function callPipeline(stack: McpHarness, signal?: AbortSignal): Promise<string> {
  return fetch(`${stack.url}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKENS.ada}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'ci_pipeline_get', arguments: { repository: 'ada/hello', number: 1 } },
    }),
    ...(signal === undefined ? {} : { signal }),
  }).then((response) => response.text());
}

/** A server with one call in hand that CI does not answer before `release`. */
async function withHeldCall(signal?: AbortSignal) {
  const stack = await startMcp();
  onTestFinished(() => stack[Symbol.asyncDispose]());
  const held = Promise.withResolvers<void>();
  onTestFinished(() => held.resolve());
  stack.ci.hold(getReposLookup, held.promise);
  const answer = callPipeline(stack, signal).catch(() => 'cut');
  await expect.poll(() => stack.ci.waiting).toBe(1);
  return { stack, answer, release: held.resolve };
}

const audited = (stack: McpHarness) => stack.store.rows('select tool, code from tool_calls');

test('a call in hand at a stop ends, and so does its answer', async () => {
  const { stack, answer, release } = await withHeldCall();
  const stopping = stack.stop();
  release();
  await stopping;
  expect(await answer).toContain('Say hello');
  expect(await audited(stack)).toEqual([{ tool: 'ci_pipeline_get', code: '' }]);
});

test('a call whose client has gone is waited for as well', async () => {
  const client = new AbortController();
  const { stack, answer, release } = await withHeldCall(client.signal);
  client.abort();
  expect(await answer).toBe('cut');
  const stopping = stack.stop();
  release();
  await stopping;
  expect(await audited(stack)).toEqual([{ tool: 'ci_pipeline_get', code: '' }]);
});

test('a call that does not end is cut off, and its row says so', async () => {
  const { stack, answer } = await withHeldCall();
  await stack.stop();
  expect(await answer).toContain('The server is stopping');
  expect(await audited(stack)).toEqual([{ tool: 'ci_pipeline_get', code: 'unavailable' }]);
}, 20_000);

test('a request whose caller is still asked for when the server has stopped is refused in words', async () => {
  const stack = await startMcp();
  onTestFinished(() => stack[Symbol.asyncDispose]());
  const held = Promise.withResolvers<void>();
  onTestFinished(() => held.resolve());
  stack.accounts.hold(introspect, held.promise);
  const answer = callPipeline(stack);
  await expect.poll(() => stack.accounts.waiting).toBe(1);
  const stopping = stack.stop();
  // The listener is closed after the protocol's own end.
  await expect
    .poll(() =>
      fetch(`${stack.url}/healthz`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  held.resolve();
  expect(JSON.parse(await answer)).toMatchObject({ status: 503, detail: expect.stringContaining('The server is stopping') });
  await stopping;
});
