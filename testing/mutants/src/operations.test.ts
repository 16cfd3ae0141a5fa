import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';
import type { Operation, Request } from '@mosaic/platform/http';

import { operationTargets } from './operations.ts';

const listed = defineOperation({
  id: 'listThings',
  tag: 'things',
  summary: 'Things',
  method: 'GET',
  path: '/things',
  query: z.object({ q: z.string().default(''), kind: z.string(), mode: z.enum(['all']).optional(), is_thing: z.literal(true).optional() }),
  answer: z.array(z.string()),
});
const removed = defineOperation({ id: 'deleteThing', tag: 'things', summary: 'Removes a thing', method: 'DELETE', path: '/things' });

/** As much of a reply as an operation needs that sends its answer itself. */
class Reply {
  sent: unknown[] | false = false;
  status = 200;
  readonly headers = new Set(['location']);
  code(status: number): this {
    this.status = status;
    return this;
  }
  removeHeader(name: string): this {
    this.headers.delete(name);
    return this;
  }
  send(...payload: unknown[]): this {
    this.sent = payload;
    return this;
  }
  readonly written: unknown[] = [];
  raw = {
    writeHead: (status: number) => void (this.status = status),
    write: (text: string) => this.written.push(text),
  };
  hijack(): this {
    this.sent = [];
    return this;
  }
}

function things() {
  const kept = new Set(['axe', 'saw']);
  const list: Operation<undefined> = {
    method: 'GET',
    path: '/things',
    access: 'anyone',
    contract: listed,
    handle: async ({ query }) => [...kept].filter((name) => name.includes((query as { q: string }).q)),
  };
  const remove: Operation<undefined> = {
    method: 'DELETE',
    path: '/things',
    access: 'anyone',
    contract: removed,
    handle: async () => kept.clear(),
  };
  const request = (q = '') => ({ query: { q, kind: 'tool' }, reply: new Reply() }) as unknown as Request<never, never, never>;
  return { list, remove, request, targets: operationTargets([list, remove]) };
}

test('faults are those that an operation can have', () => {
  expect(things().targets.map(({ name, faults }) => [name, faults])).toEqual([
    ['listThings', ['throws', 'answers another status', 'answers nothing', 'ignores query.q']],
    ['deleteThing', ['throws', 'answers another status', 'writes nothing']],
  ]);
});

test.each([
  ['answers nothing', [], 1],
  ['ignores query.q', ['axe', 'saw'], 1],
])('%s: the answer shows it, and that it was met is told', async (fault, answer, met) => {
  const { list, request, targets } = things();
  let reached = 0;
  targets[0]?.break(fault, () => (reached += 1));
  expect([await list.handle(request('a'), undefined), reached]).toEqual([answer.length === 0 ? [] : expect.arrayContaining(answer), met]);
});

test('what changes nothing is not met', async () => {
  const { list, request, targets } = things();
  let reached = 0;
  targets[0]?.break('ignores query.q', () => (reached += 1));
  await list.handle(request(), undefined);
  expect(reached).toBe(0);
});

test('throwing, silence and another status', async () => {
  const { list, remove, request, targets } = things();
  targets[1]?.break('writes nothing', () => undefined);
  await remove.handle(request(), undefined);
  expect(await list.handle(request(), undefined)).toEqual(['axe', 'saw']);
  targets[0]?.break('answers another status', () => undefined);
  await list.handle(request(), undefined);
  expect(list.status).toBe(202);
  targets[0]?.break('throws', () => undefined);
  await expect(list.handle(request(), undefined)).rejects.toThrow('on purpose');
});

test.each([
  ['answers nothing', { sent: [''], status: 200, headers: new Set() }],
  ['answers another status', { sent: ['a page'], status: 202, headers: new Set(['location']) }],
])('%s: of an operation that sends a page itself', async (fault, sent) => {
  const page: Operation<undefined> = {
    method: 'GET',
    path: '/page',
    access: 'anyone',
    handle: async ({ reply }) => void reply.send('a page'),
  };
  const { request } = things();
  let reached = 0;
  operationTargets([page])[0]?.break(fault, () => (reached += 1));
  const asked = request();
  await page.handle(asked, undefined);
  expect([asked.reply, reached]).toMatchObject([sent, 1]);
  expect(page.status).toBeUndefined();
});

test.each([
  ['answers nothing', { status: 200, written: [': ping\n\n'] }],
  ['answers another status', { status: 202, written: [': ping\n\n', 'data: 1\n\n'] }],
])('%s: of an operation that sends events', async (fault, expected) => {
  const stream: Operation<undefined> = {
    method: 'GET',
    path: '/events',
    access: 'anyone',
    handle: async ({ reply }) => {
      reply.hijack();
      reply.raw.writeHead(200);
      for (const text of [': ping\n\n', 'data: 1\n\n']) reply.raw.write(text);
      return reply;
    },
  };
  const { request } = things();
  let reached = 0;
  operationTargets([stream])[0]?.break(fault, () => (reached += 1));
  const asked = request();
  await stream.handle(asked, undefined);
  expect([asked.reply, reached]).toMatchObject([expected, 1]);
});
