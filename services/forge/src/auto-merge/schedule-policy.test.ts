import { expect, it } from 'vitest';

import { mayCancel } from './schedule-policy.ts';

it.each([
  ['who asked for it', 'ada', 'none', true],
  ['who administers', 'root', 'admin', true],
  ['who writes', 'bob', 'write', false],
  ['who reads', 'eve', 'read', false],
] as const)('%s', (_who, id, level, may) => expect(mayCancel({ id }, level, { id: 'ada' })).toBe(may));
