import { expect, test } from 'vitest';
import { z } from 'zod';

import { completed, misfitsOf } from './misfits.ts';

const Person = z.object({
  login: z.string(),
  name: z.string().default(''),
  email: z.string().optional(),
  tags: z.array(z.object({ id: z.number() })),
});
const ada = { login: 'ada', name: 'Ada', tags: [{ id: 1 }] };

test.each([
  ['as stated', ada, []],
  ['with what may be there', { ...ada, email: 'ada@example.com' }, []],
  ['a member that nobody stated', { ...ada, age: 36 }, ['age: the contract does not know it']],
  ['deep inside', { ...ada, tags: [{ id: 1 }, { id: 2, color: 'red' }] }, ['tags[1].color: the contract does not know it']],
  ['one missing that clients do without', { login: 'ada', tags: [] }, ['name: missing']],
  ['one that is undefined is not sent', { ...ada, name: undefined }, ['name: missing']],
  ['of another type', { ...ada, tags: [{ id: '1' }] }, [expect.stringMatching(/^tags\.0\.id: .*number/)]],
  ['nothing', undefined, [expect.stringMatching(/^the answer: /)]],
])('%s', (_what, answer, misfits) => expect(misfitsOf(Person, answer)).toEqual(misfits));

test('an operation without an answer answers nothing', () => {
  expect(misfitsOf(z.void(), undefined)).toEqual([]);
  expect(misfitsOf(z.void(), {})).not.toEqual([]);
});

test('an answer is filled in by its schema, and nothing is dropped on the way', () => {
  expect(completed(Person, { login: 'ada', tags: [] })).toEqual({ login: 'ada', name: '', tags: [] });
  expect(() => completed(Person, { ...ada, age: 36 })).toThrow('age: the contract does not know it');
  expect(() => completed(Person, { login: 'ada' })).toThrow(/tags/);
});
