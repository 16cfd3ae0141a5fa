import { expect, test } from 'vitest';

import { Stack } from './stack.ts';

test('what comes while it is undone or later is undone at once, and is told so', async () => {
  const stack = new Stack();
  const undone: string[] = [];
  const late = (name: string) => ({ [Symbol.asyncDispose]: async () => void undone.push(name) });
  stack.defer(() => expect(() => stack.use(late('during'))).toThrow(ReferenceError));
  await stack[Symbol.asyncDispose]();
  expect(() => stack.use(late('after'))).toThrow(ReferenceError);
  expect(undone).toEqual(['during', 'after']);
});

test('a fault of what came too late ends no process', async () => {
  const stack = new Stack();
  await stack[Symbol.asyncDispose]();
  expect(() => stack.defer(() => Promise.reject(new Error('no')))).toThrow(ReferenceError);
});
