import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation, operationCalls } from '@mosaic/contracts/wire';
import { createSend } from '@mosaic/platform/http';

import { GITEA } from './dialect.ts';
import { Fake, speak } from './fake.ts';

const stated = { tag: 'things', summary: 'Things' };
const getThing = defineOperation({
  ...stated,
  id: 'getThing',
  method: 'GET',
  path: '/{owner}/things/{id}',
  params: z.object({ id: z.coerce.number<number>().int() }),
  answer: z.object({ id: z.number(), name: z.string().default('') }),
});
const dropThing = defineOperation({ ...stated, id: 'dropThing', method: 'DELETE', path: '/{owner}/things/{id}' });
const contract = { getThing, dropThing };

async function start(answers: Parameters<typeof speak<typeof contract>>[2]) {
  const fake = await Fake.start('things', [speak(GITEA, contract, answers)]);
  const send = createSend({ baseUrl: fake.url });
  const calls = operationCalls<never>(send, (request) => ({ ...request, path: `${GITEA.prefix}${request.path}` }));
  return { fake, ...calls, [Symbol.asyncDispose]: () => send[Symbol.asyncDispose]() };
}

test('it answers where the contract says, what the contract says, and remembers what it was asked', async () => {
  await using server = await start({ getThing: ({ id }) => ({ id }), dropThing: () => undefined });
  expect(await server.call(getThing, { owner: 'a/b', id: 7 })).toEqual({ id: 7, name: '' });
  expect(await server.call(dropThing, { owner: 'ada', id: '7' })).toBeUndefined();
  expect(server.fake.askedOf(getThing)).toEqual([{ owner: 'a/b', id: 7, query: {}, body: undefined }]);
  await server.fake[Symbol.asyncDispose]();
});

test.each([
  ['no answer at all', undefined, /getThing: .*no answer/],
  ['a member that the contract does not know', () => ({ id: 1, colour: 'red' }), /colour: the contract does not know it/],
  ['one missing', () => ({}), /getThing: [^]*at id/],
  ['an error of its own', () => JSON.parse('{') as never, /getThing: SyntaxError/],
])('%s is refused, and told when the fake ends', async (_what, answer, words) => {
  await using server = await start(answer === undefined ? {} : { getThing: answer as never });
  await expect(server.call(getThing, { owner: 'ada', id: 1 })).rejects.toMatchObject({ status: 501 });
  await expect(server.fake[Symbol.asyncDispose]()).rejects.toThrow(words);
});

test('a parameter that the answer does not heed is refused, and told when the fake ends', async () => {
  const lists = defineOperation({
    ...stated,
    id: 'lists',
    method: 'GET',
    path: '/lists',
    query: z.object({ q: z.string().default(''), sort: z.string().default('') }),
    answer: z.array(z.string()),
  });
  const fake = await Fake.start('lists', [speak(GITEA, { lists }, { lists: ({ query: { q } }) => [q] })]);
  await using send = createSend({ baseUrl: fake.url });
  const calls = operationCalls<never>(send, (request) => ({ ...request, path: `${GITEA.prefix}${request.path}` }));
  expect(await calls.call(lists, { query: { q: 'axe' } })).toEqual(['axe']);
  await expect(calls.call(lists, { query: { q: 'axe', sort: 'age' } })).rejects.toMatchObject({ status: 501 });
  expect(fake.takeUnserved()).toEqual(['lists: it was asked with sort, which the fake does not heed']);
  await fake[Symbol.asyncDispose]();
});

test('it fails as often as it is told, for whom it is told, in the words of its dialect', async () => {
  await using server = await start({ getThing: ({ id }) => ({ id }) });
  server.fake.fail(getThing, { times: 1, code: 'forbidden', when: ({ owner }: { owner: string }) => owner === 'bob' });
  const ask = (owner: string) => server.call(getThing, { owner, id: 1 });
  await ask('ada');
  await expect(ask('bob')).rejects.toMatchObject({ status: 403, body: expect.stringContaining('"message"') });
  await ask('bob');
  server.fake.fail(null);
  await expect(ask('ada')).rejects.toMatchObject({ status: 503 });
  server.fake.heal();
  await ask('ada');
  await server.fake[Symbol.asyncDispose]();
});
