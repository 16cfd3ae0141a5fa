import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { createCaller } from './caller.ts';
import { Recorder } from './recorder.ts';
import { requestParameters } from './request-parameters.ts';
import { createSuite, unproven } from './suite.ts';

const listThings = defineOperation({
  id: 'listThings',
  tag: 'thing',
  summary: 'Things',
  method: 'GET',
  path: '/boxes/{box}/things',
  query: z.object({ limit: z.coerce.number<number>().int().default(1) }),
  answer: z.array(z.object({ name: z.string(), size: z.number().default(0) })),
});
const makeThing = defineOperation({
  id: 'makeThing',
  tag: 'thing',
  summary: 'Makes one',
  method: 'POST',
  path: '/things',
  body: z.object({ name: z.string(), of: z.object({ kind: z.enum(['stone']).optional(), hard: z.boolean() }) }),
  alsoStatus: [202],
  errors: [409],
  status: 201,
});

const thing = { behaviour: 'A thing', source: 'ours' };
const suiteOf = () => createSuite<'a' | 'b', null>({ requirements: { a: thing, b: thing }, operations: [], unreachable: {} });

test('an id is known, stated once, and runs', () => {
  const suite = suiteOf();
  suite.requirement('a', async () => {});
  expect(() => suite.requirement('a', async () => {})).toThrow('stated twice');
  expect(() => suite.gap('c' as 'a', 'why')).toThrow('not a requirement');
  expect(unproven(suite, new Set())).toEqual(['a', 'b']);
  expect(unproven(suite, new Set(['a']))).toEqual(['b']);
  suite.gap('a', 'not yet');
  suite.departure('a', 'on purpose');
  suite.requirement('b', async () => {});
  expect(unproven(suite, new Set(['a', 'b']))).toEqual(['a is a gap and a departure']);
});

test('what a request may say, member by member', () => {
  expect(requestParameters(listThings).map(({ name }) => name)).toEqual(['path.box', 'query.limit']);
  expect(requestParameters(makeThing).map(({ name, isFixed }) => [name, isFixed])).toEqual([
    ['body.name', false],
    ['body.of.kind', true],
    ['body.of.hard', false],
  ]);
});

test('an operation is tried as a whole, or its holes are told', () => {
  const recorder = new Recorder();
  const list = (box: string, limit: number | undefined, status: number, answer: unknown) =>
    recorder.note(listThings, { box, query: { limit } }, { status, answer });
  const holes = () => recorder.holes([listThings]);
  expect(holes()).toEqual(['listThings: no success']);
  list('one', 1, 200, []);
  expect(holes()).toEqual([
    'listThings: empty lists alone',
    'listThings: no refusal',
    'listThings: path.box without two values',
    'listThings: query.limit without two values',
  ]);
  list('two', undefined, 200, [{ name: 'x' }]);
  list('one', 2, 404, { message: 'no' });
  expect(holes()).toEqual(['listThings: query.limit without two values']);
  list('one', 2, 200, []);
  expect(holes()).toEqual([]);
});

test('each status that an operation names, and a value that is alone', () => {
  const recorder = new Recorder();
  const make = (status: number, hard: boolean, kind?: string) =>
    recorder.note(makeThing, { body: { name: String(hard), of: { hard, kind } } }, { status, answer: undefined });
  make(201, true);
  make(202, false);
  make(422, true);
  expect(recorder.holes([makeThing])).toEqual(['makeThing: no 409', 'makeThing: body.of.kind without two values']);
  make(409, true);
  make(201, true, 'stone');
  expect(recorder.holes([makeThing])).toEqual([]);
});

test('a caller takes what the contract allows, and nothing else', async () => {
  let [status, body] = [200, '[{"name":"x"}]'];
  const send = async () => ({
    status,
    headers: {},
    json: async () => JSON.parse(body) as unknown,
    text: async () => body,
    bytes: async () => new TextEncoder().encode(body),
    discard: async () => {},
  });
  const recorder = new Recorder();
  const [ours, theirs] = [true, false].map((isStrict) => createCaller({ send, prefix: '/api', recorder, isStrict }));
  expect(await theirs?.call(listThings, { box: 'one' })).toEqual([{ name: 'x', size: 0 }]);
  await expect(ours?.call(listThings, { box: 'one' })).rejects.toThrow('size: missing');
  await expect(ours?.refusal(listThings, { box: 'one' })).rejects.toThrow('answered 200 and no refusal');
  [status, body] = [403, '{"message":"no"}'];
  expect(await ours?.refusal(listThings, { box: 'one' })).toBe(403);
  await expect(theirs?.call(listThings, { box: 'one' })).rejects.toThrow('answered 403 instead of 200');
  expect(await theirs?.respond(listThings, { box: 'one' })).toEqual({ status: 403, headers: {}, answer: { message: 'no' } });
});
