import { describe, expect, it } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { levelOf, reaches, type Level } from './repository-policy.ts';

const caller = (over: Partial<Caller>): Caller => ({
  ...ANONYMOUS,
  id: 'p-9',
  kind: 'person',
  role: 'developer',
  grants: ['forge:repository:admin'],
  ...over,
});
const OURS = { builtIn: true, kind: 'service', role: 'service' } as const;
const hidden = { id: 7, owner: { kind: 'user', principalId: 'p-1' }, private: true } as const;

describe('levelOf', () => {
  const rows: [string, Caller, boolean, Exclude<Level, 'none'> | null, Level][] = [
    ['anonymous, private', ANONYMOUS, true, null, 'none'],
    ['anonymous, public', ANONYMOUS, false, null, 'read'],
    ['stranger, private', caller({}), true, null, 'none'],
    ['stranger, public', caller({}), false, null, 'read'],
    ['owner', caller({ id: 'p-1' }), true, null, 'admin'],
    ['administrator', caller({ role: 'administrator' }), true, null, 'admin'],
    ['reader', caller({}), true, 'read', 'read'],
    ['writer of a public one', caller({}), false, 'write', 'write'],
    ['our service by grant', caller({ ...OURS, grants: ['forge:repository:write'] }), true, null, 'write'],
    ['our service without grant', caller({ ...OURS, grants: ['ci:pipeline:read'] }), true, null, 'none'],
    ['our agent', caller({ builtIn: true, kind: 'agent', role: 'triage', grants: ['forge:repository:read'] }), true, null, 'read'],
    ['a made service account', caller({ kind: 'service', grants: ['forge:repository:admin'] }), true, null, 'none'],
    ['a made triage agent', caller({ kind: 'agent', role: 'triage', grants: ['forge:repository:read'] }), true, null, 'none'],
    ['other agent', caller({ kind: 'agent', role: 'implementer', grants: ['forge:repository:write'] }), true, null, 'none'],
    ['a person may not call themselves triage', caller({ kind: 'person', role: 'triage' }), true, null, 'none'],
    ['owner with a token for another repository', caller({ id: 'p-1', repositories: [8] }), true, null, 'none'],
    ['owner with a token for this one', caller({ id: 'p-1', repositories: [7] }), true, null, 'admin'],
    ['administrator with a token for another one', caller({ role: 'administrator', repositories: [] }), false, null, 'none'],
  ];
  it.each(rows)('%s', (_name, who, isPrivate, collaboration, wanted) => {
    expect(levelOf(who, { ...hidden, private: isPrivate }, collaboration)).toBe(wanted);
  });

  it('an anonymous caller is not the owner of an ownerless row', () => {
    expect(levelOf(ANONYMOUS, { ...hidden, owner: { kind: 'user', principalId: '' } }, null)).toBe('none');
  });
});

it('each level holds those before it', () => {
  expect([reaches('admin', 'read'), reaches('write', 'admin'), reaches('none', 'read')]).toEqual([true, false, false]);
});
