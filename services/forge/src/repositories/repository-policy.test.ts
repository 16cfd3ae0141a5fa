import { describe, expect, it } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import {
  everywhere,
  levelIn,
  reaches,
  rightsOf,
  STRANGER,
  type Level,
  type Rights,
  type Standing,
  type TeamRights,
} from './repository-policy.ts';

const caller = (over: Partial<Caller>): Caller => ({
  ...ANONYMOUS,
  id: 'p-9',
  kind: 'person',
  role: 'developer',
  grants: ['forge:repository:admin'],
  ...over,
});
const OURS = { builtIn: true, kind: 'service', role: 'service' } as const;
const hidden = { id: 7, owner: { kind: 'user', principalId: 'p-1', visibility: 'public' }, private: true } as const;

describe('rightsOf', () => {
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
    expect(rightsOf(who, { ...hidden, private: isPrivate }, { ...STRANGER, collaboration })).toEqual(everywhere(wanted));
  });

  it('an anonymous caller is not the owner of an ownerless row', () => {
    const nobodys = { ...hidden, owner: { kind: 'user', principalId: '', visibility: 'public' } } as const;
    expect(rightsOf(ANONYMOUS, nobodys, STRANGER)).toEqual(everywhere('none'));
  });
});

const team = (over: Partial<TeamRights>): TeamRights => ({ administers: false, code: 'none', issues: 'none', pulls: 'none', ...over });
const inTeams = (teams: TeamRights[], over: Partial<Standing> = {}): Standing => ({ ...STRANGER, isMember: true, teams, ...over });
const member = inTeams([]);

describe('what teams and the visibility of an organization give', () => {
  const rows: [string, Caller, 'public' | 'limited' | 'private', boolean, Standing, Rights][] = [
    [
      'each part by itself',
      caller({}),
      'private',
      true,
      inTeams([team({ code: 'read', issues: 'write' })]),
      { ...everywhere('none'), code: 'read', issues: 'write' },
    ],
    [
      'the most of several teams, part by part',
      caller({}),
      'private',
      true,
      inTeams([team({ code: 'read', pulls: 'write' }), team({ code: 'write' })]),
      { code: 'write', issues: 'none', pulls: 'write' },
    ],
    ['a team that administers', caller({}), 'private', true, inTeams([team({ administers: true })]), everywhere('admin')],
    [
      'admin of one part is no more than write',
      caller({}),
      'private',
      true,
      inTeams([team({ code: 'admin' })]),
      { ...everywhere('none'), code: 'write' },
    ],
    [
      'a team and a collaboration',
      caller({}),
      'private',
      true,
      inTeams([team({ issues: 'write' })], { collaboration: 'read' }),
      { ...everywhere('read'), issues: 'write' },
    ],
    ['a team that has nothing here, of a public one', caller({}), 'public', false, inTeams([team({})]), everywhere('read')],
    ['a member without the repository', caller({}), 'private', true, member, everywhere('none')],
    ['a member, of what is public inside', caller({}), 'private', false, member, everywhere('read')],
    ['a stranger, of what is public inside', caller({}), 'private', false, STRANGER, everywhere('none')],
    ['a collaborator who is no member', caller({}), 'private', false, { ...STRANGER, collaboration: 'read' }, everywhere('read')],
    ['a stranger who is signed in, of a limited one', caller({}), 'limited', false, STRANGER, everywhere('read')],
    ['anonymous, of a limited one', ANONYMOUS, 'limited', false, STRANGER, everywhere('none')],
    ['an administrator, of a private one', caller({ role: 'administrator' }), 'private', true, STRANGER, everywhere('admin')],
    [
      'a token for another repository',
      caller({ repositories: [8] }),
      'private',
      true,
      inTeams([team({ administers: true })]),
      everywhere('none'),
    ],
    [
      'a token for this one',
      caller({ repositories: [7] }),
      'private',
      true,
      inTeams([team({ code: 'write' })]),
      { ...everywhere('none'), code: 'write' },
    ],
  ];
  it.each(rows)('%s', (_name, who, visibility, isPrivate, standing, wanted) => {
    const owner = { kind: 'organization', principalId: null, visibility } as const;
    expect(rightsOf(who, { id: 7, owner, private: isPrivate }, standing)).toEqual(wanted);
  });
});

it('an operation is about one part, either kind of conversation, or all', () => {
  const rights: Rights = { code: 'none', issues: 'read', pulls: 'write' };
  expect((['code', 'issues', 'pulls', 'conversations', 'whole'] as const).map((part) => levelIn(rights, part))).toEqual([
    'none',
    'read',
    'write',
    'write',
    'write',
  ]);
});

it('each level holds those before it', () => {
  expect([reaches('admin', 'read'), reaches('write', 'admin'), reaches('none', 'read')]).toEqual([true, false, false]);
});
