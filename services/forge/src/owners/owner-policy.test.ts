import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { mayCreateUnder, owns } from './owner-policy.ts';

const ada: Caller = { ...ANONYMOUS, id: 'p-1', kind: 'person', login: 'Ada', role: 'developer' };
const USER = { kind: 'user', principalId: 'p-1' } as const;

test.each([
  ['the person themselves', ada, USER, true],
  ['somebody else', { ...ada, id: 'p-2' }, USER, false],
  ['nobody, of a row that names nobody', ANONYMOUS, { ...USER, principalId: '' }, false],
  ['nobody, of an organization', ANONYMOUS, { kind: 'organization', principalId: null }, false],
  ['a person, of an organization that bears their number', ada, { ...USER, kind: 'organization' }, false],
] as const)('owns: %s', (_who, caller, owner, wanted) => expect(owns(caller, owner)).toBe(wanted));

test.each([
  ['under their own name in another case', ada, 'aDA', true],
  ['under another name', ada, 'bob', false],
  ['with a token for listed repositories', { ...ada, repositories: [1] }, 'ada', false],
  ['nobody, under no name', ANONYMOUS, '', false],
])('makes repositories: %s', (_how, caller, name, wanted) => expect(mayCreateUnder(caller, name)).toBe(wanted));
