import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { policyTargets, rulesIn } from './policies.ts';

const TEXT = `export function mayLook(
  caller: string,
): boolean {
  return caller === 'ada';
}
export function requireAda(caller: string): void {
  if (caller !== 'ada') throw new Error('no');
}
export function highest(levels: number[]): number {
  return Math.max(...levels);
}
function isOwn(caller: string): boolean {
  throw new Error(caller);
}
`;

test('faults are those that a rule can have', () => {
  expect(rulesIn(TEXT)).toEqual({ mayLook: ['says yes', 'says no'], requireAda: ['refuses nobody'] });
});

test.each([
  ['things-policy mayLook', 'says yes', 'eve', true, 1],
  ['things-policy mayLook', 'says no', 'ada', false, 1],
  ['things-policy mayLook', 'says yes', 'ada', true, 0],
  ['things-policy requireAda', 'refuses nobody', 'eve', undefined, 1],
])('%s %s', async (target, fault, ...[caller, said, times]) => {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  writeFileSync(join(folder, 'things-policy.ts'), TEXT);
  const rules = {
    mayLook: (name: string) => name === 'ada',
    requireAda: (name: string) => {
      if (name !== 'ada') throw new Error('no');
    },
  };
  let made: Promise<Record<string, (caller: never) => unknown>> | undefined;
  let reached = 0;
  policyTargets(folder, (_path, make) => {
    made = make(async () => rules as never);
  })
    .find(({ name }) => name === target)
    ?.break(fault, () => (reached += 1));
  const rule = (await made)?.[target.split(' ')[1] ?? ''];
  expect([rule?.(caller as never), reached]).toEqual([said, times]);
});

test('each call of each rule of a module is told, though the module is replaced once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  writeFileSync(join(folder, 'things-policy.ts'), TEXT);
  const rules = { mayLook: () => true, requireAda: () => undefined };
  let make: (() => Promise<Record<string, () => unknown>>) | undefined;
  const called: string[] = [];
  const targets = policyTargets(folder, (_path, replacement) => {
    make = () => replacement(async () => rules as never) as Promise<Record<string, () => unknown>>;
  });
  for (const target of targets) target.watch(() => called.push(target.name));
  const replaced = await make?.();
  replaced?.['mayLook']?.();
  replaced?.['requireAda']?.();
  expect(called).toEqual(['things-policy mayLook', 'things-policy requireAda']);
});
