import { expect, it } from 'vitest';

import { countVerdicts, mayAskReviewers, mayDelete, mayResolve, maySee } from './review-policy.ts';

const PENDING = { state: 'pending', reviewer: { uid: 2, login: 'bob' } } as const;

it.each([
  ['who writes a draft', 'pending', 'person', 2, true],
  ['another person', 'pending', 'person', 1, false],
  ['nobody, who has the uid of none', 'pending', 'anonymous', 2, false],
  ['another person, of what was handed in', 'approved', 'anonymous', 0, true],
] as const)('%s is told: as expected', (_name, state, kind, uid, may) => {
  expect(maySee({ kind, uid }, { ...PENDING, state })).toBe(may);
});

it.each([
  ['who wrote it', 'approved', 'person', 2, 'developer', true],
  ['another person', 'approved', 'person', 1, 'developer', false],
  ['an administrator', 'commented', 'person', 1, 'administrator', true],
  ['who is asked', 'requested', 'person', 2, 'developer', false],
  ['nobody', 'approved', 'anonymous', 2, 'anonymous', false],
] as const)('%s may delete it: as expected', (_name, state, kind, uid, role, may) => {
  expect(mayDelete({ kind, uid, role }, { ...PENDING, state })).toBe(may);
});

it.each([
  ['who opened it', 1, 'read', true],
  ['who may write', 3, 'write', true],
  ['who may read', 3, 'read', false],
] as const)('%s may settle a conversation: as expected', (_name, uid, level, may) => {
  expect(mayResolve({ kind: 'person', uid }, level, { uid: 1, login: 'ada' })).toBe(may);
});

it.each([
  ['who opened it', 1, 'read', false, true],
  ['who may write', 3, 'write', false, true],
  ['a collaborator who may read', 3, 'read', true, true],
  ['a stranger', 3, 'read', false, false],
] as const)('%s may ask for reviews: as expected', (_name, uid, level, isCollaborator, may) => {
  expect(mayAskReviewers({ kind: 'person', uid }, { level, author: { uid: 1, login: 'ada' }, isCollaborator })).toBe(may);
});

const of = (uid: number, state: Parameters<typeof countVerdicts>[0][number]['state'], rest = {}) => ({
  id: uid,
  reviewer: { uid, login: `p${uid}` },
  state,
  official: true,
  dismissed: false,
  stale: false,
  ...rest,
});

it.each([
  ['nothing', [], { approvals: 0, rejections: 0, requests: 0 }],
  ['each of several people', [of(1, 'approved'), of(2, 'rejected'), of(3, 'requested')], { approvals: 1, rejections: 1, requests: 1 }],
  ['no words of who may only read', [of(1, 'approved', { official: false })], { approvals: 0, rejections: 0, requests: 0 }],
  ['nothing that was dismissed', [of(1, 'rejected', { dismissed: true })], { approvals: 0, rejections: 0, requests: 0 }],
  ['no remarks and no drafts', [of(1, 'commented'), of(2, 'pending')], { approvals: 0, rejections: 0, requests: 0 }],
  [
    'the last word of one person',
    [of(1, 'rejected', { id: 5 }), of(1, 'approved', { id: 9 })],
    { approvals: 1, rejections: 0, requests: 0 },
  ],
] as const)('counts %s', (_name, reviews, counted) => {
  expect(countVerdicts(reviews)).toEqual(counted);
});

it('counts stale approvals unless they are not to count', () => {
  const reviews = [of(1, 'approved', { stale: true }), of(2, 'approved'), of(3, 'rejected', { stale: true })];
  expect(countVerdicts(reviews)).toEqual({ approvals: 2, rejections: 1, requests: 0 });
  expect(countVerdicts(reviews, { ignoreStale: true })).toEqual({ approvals: 1, rejections: 1, requests: 0 });
});
