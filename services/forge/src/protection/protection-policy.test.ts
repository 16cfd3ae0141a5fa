import { describe, expect, it } from 'vitest';

import type { BranchRule } from './branch-rule.ts';
import {
  mayBypass,
  mayForcePush,
  mayMerge,
  mayPush,
  protectedPaths,
  refusalByContent,
  refusalByName,
  ruleFor,
  standingIn,
  unmetConditions,
  type MergeFacts,
} from './protection-policy.ts';

const ZERO = '0'.repeat(40);
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];
const ADA = { uid: 1, login: 'ada' };
const BOB = { uid: 2, login: 'bob' };
const KEY = { uid: 0, deployKey: true };
const all = { enabled: false, people: [], teams: [], deployKeys: false };
const only = (...people: { uid: number; login: string }[]) => ({ enabled: true, people, teams: [], deployKeys: false });

let made = 0;
const rule = (over: Partial<BranchRule> = {}): BranchRule => ({
  id: ++made,
  repositoryId: 1,
  name: 'main',
  priority: 1,
  createdAt: made,
  updatedAt: made,
  push: { ...all, allowed: true },
  forcePush: { ...all, allowed: false },
  merge: all,
  bypass: all,
  checks: { required: false, contexts: [] },
  approvals: { ...all, required: 0, dismissStale: false, ignoreStale: false },
  blocks: { rejected: false, reviewRequests: false, outdated: false, adminOverride: false },
  files: { protected: '', unprotected: '' },
  ...over,
});
const closed = { push: { ...all, allowed: false } };

describe('which rule counts', () => {
  const byName = (...rules: BranchRule[]) => ruleFor(rules, 'Release/1')?.id ?? null;
  it('a name in any case, a glob that fits, none', () => {
    const [plain, glob, other] = [rule({ name: 'release/1' }), rule({ name: 'Release/*' }), rule({ name: 'main' })];
    expect([byName(plain), byName(glob), byName(other), byName(rule({ name: 'Release*' }))]).toEqual([plain.id, glob.id, null, null]);
  });
  it('the lower priority, then a name before a glob, then the older', () => {
    const [glob, plain, older] = [rule({ name: 'Release/*' }), rule({ name: 'release/1' }), rule({ name: 'R*/*', createdAt: 0 })];
    const first = rule({ name: '**', priority: 0 });
    expect([byName(glob, plain), byName(glob, older), byName(plain, glob, first)]).toEqual([plain.id, older.id, first.id]);
  });
});

it.each([
  ['nobody pushes', rule(closed), false, false],
  ['everybody does', rule(), true, true],
  ['those named', rule({ push: { ...only(ADA), allowed: true } }), true, false],
])('pushing: %s', (_what, one, ada, bob) => {
  expect([mayPush(one, ADA), mayPush(one, BOB)]).toEqual([ada, bob]);
});

it('a deploy key pushes where keys may, whoever is named', () => {
  const named = { ...only({ uid: 0, login: '' }), allowed: true };
  expect([mayPush(rule(), KEY), mayPush(rule({ push: named }), KEY), mayPush(rule({ push: { ...named, deployKeys: true } }), KEY)]).toEqual(
    [true, false, true],
  );
});

it.each([
  ['not let', rule(), false],
  ['let', rule({ forcePush: { ...all, allowed: true } }), true],
  ['let, but no push', rule({ ...closed, forcePush: { ...all, allowed: true } }), false],
  ['named', rule({ forcePush: { ...only(ADA), allowed: true } }), true],
  ['another is named', rule({ forcePush: { ...only(BOB), allowed: true } }), false],
])('pushing by force: %s', (_what, one, may) => {
  expect(mayForcePush(one, ADA)).toBe(may);
});

it('who is in a team that is named is named, by its members of the moment; a deploy key is in none', () => {
  const reviewers = { id: 1, name: 'reviewers', uids: [ADA.uid, 0] };
  const named = { ...only(), teams: [reviewers] };
  expect([mayMerge(rule({ merge: named }), ADA), mayMerge(rule({ merge: named }), BOB)]).toEqual([true, false]);
  expect(mayPush(rule({ push: { ...named, allowed: true } }), KEY)).toBe(false);
});

it('merging: everybody, or those named', () => {
  expect([mayMerge(rule(), BOB), mayMerge(rule({ merge: only(ADA) }), BOB), mayMerge(rule({ merge: only(ADA) }), ADA)]).toEqual([
    true,
    false,
    true,
  ]);
});

it.each([
  ['nobody else', {}, false, false],
  ['an administrator', {}, true, true],
  ['an administrator, where that is blocked', { blocks: { ...rule().blocks, adminOverride: true } }, true, false],
  ['who is named', { bypass: only(ADA), blocks: { ...rule().blocks, adminOverride: true } }, false, true],
  ['another is named', { bypass: only(BOB) }, false, false],
])('passing over conditions: %s', (_what, over, isAdmin, may) => {
  expect(mayBypass(rule(over), ADA, isAdmin)).toBe(may);
});

describe('refused by its name', () => {
  const tags = [{ id: 1, repositoryId: 1, pattern: 'v*', people: [ADA], teams: [], createdAt: 0, updatedAt: 0 }];
  const say = (ref: string, after: string, who: { uid: number; deployKey?: boolean } = BOB, one = rule(closed)) =>
    refusalByName({ branches: [one], tags }, who, { ref, before: A, after });
  it.each([
    ['a push', say('refs/heads/main', B), 'Not allowed to push to protected branch main'],
    ['a deletion', say('refs/heads/main', ZERO, ADA, rule()), 'branch main is protected from deletion'],
    [
      'where some files may be changed, that is not known yet',
      say('refs/heads/main', B, BOB, rule({ ...closed, files: { protected: '', unprotected: '*' } })),
      null,
    ],
    ['who may push', say('refs/heads/main', B, BOB, rule()), null],
    ['another branch', say('refs/heads/side', ZERO), null],
    ['a tag', say('refs/tags/v1/x', B), 'Tag v1/x is protected'],
    ['a tag of who may', say('refs/tags/v1', B, ADA), null],
    ['a tag of a key', say('refs/tags/v1', B, { uid: 1, deployKey: true }), 'Tag v1 is protected'],
    ['another tag', say('refs/tags/x', ZERO), null],
    ['what is neither', say('refs/notes/main', ZERO), null],
  ])('%s', (_what, said, wanted) => {
    expect(said).toBe(wanted);
  });
});

it('a rule of hostile patterns refuses what it is compared with, and keeps nobody waiting', () => {
  const hostile = `${'**a'.repeat(500)}b`;
  const names = Array.from({ length: 90 }, () => 'a'.repeat(1_000));
  const files = rule({ files: { protected: hostile, unprotected: '' } });
  expect(() => refusalByContent(files, ADA, 'main', { isForced: false, paths: names })).toThrow(/take too long/);
  const named = [rule({ name: `${'**a'.repeat(60)}b` })];
  expect(() => names.map((name) => ruleFor(named, name))).toThrow(/take too long/);
  const checked = rule({ checks: { required: true, contexts: [hostile] } });
  const reviews = { approvals: 0, rejections: 0, requests: 0 };
  const statuses = names.map((context) => ({ context, state: 'success' }));
  expect(() => unmetConditions(checked, { statuses, paths: [], isBehind: false, reviews })).toThrow(/take too long/);
});

describe('refused by what it brings', () => {
  const say = (one: BranchRule, isForced: boolean, ...paths: string[]) => refusalByContent(one, ADA, 'main', { isForced, paths });
  const files = (isProtected: string, unprotected = '') => ({ files: { protected: isProtected, unprotected } });
  const forced = { forcePush: { ...all, allowed: true } };
  it.each([
    ['nothing', say(rule(), false, 'a'), null],
    ['force', say(rule(), true), 'branch main is protected from force push'],
    ['force that is let', say(rule(forced), true), null],
    [
      'force of others',
      say(rule({ forcePush: { ...only(BOB), allowed: true } }), true),
      'Not allowed to force-push to protected branch main',
    ],
    ['a protected file', say(rule(files('docs/**; *.Lock')), false, 'a', 'X.LOCK'), 'branch main is protected from changing file X.LOCK'],
    ['no protected file', say(rule(files('docs/**')), false, 'a'), null],
    ['open files alone', say(rule({ ...closed, ...files('', '*.md') }), false, 'A.md'), null],
    [
      'open files and others',
      say(rule({ ...closed, ...files('', '*.md') }), false, 'A.md', 'b'),
      'Not allowed to push to protected branch main',
    ],
    ['no files', say(rule({ ...closed, ...files('', '*.md') }), false), 'Not allowed to push to protected branch main'],
  ])('%s', (_what, said, wanted) => {
    expect(said).toBe(wanted);
  });
  it('each protected path is told', () => {
    expect(protectedPaths(rule(files('a;b/*')), ['a', 'b/c', 'c'])).toEqual(['a', 'b/c']);
  });
});

describe('what a merge lacks', () => {
  const facts = (over: Partial<MergeFacts> = {}): MergeFacts => ({
    statuses: [],
    paths: ['a'],
    isBehind: true,
    reviews: { approvals: 1, rejections: 1, requests: 1 },
    ...over,
  });
  const checks = (...contexts: string[]) => rule({ checks: { required: true, contexts } });
  const is = (state: string, context = 'ci') => ({ context, state });
  const NOT_GREEN = ['Not all required status checks successful'];
  it.each<[string, BranchRule, Partial<MergeFacts>, string[]]>([
    ['nothing is asked', rule(), {}, []],
    ['a check, and there is none', checks(), {}, NOT_GREEN],
    ['a check that is green', checks(), { statuses: [is('success'), is('skipped', 'x')] }, []],
    ['a check that is not', checks(), { statuses: [is('success'), is('pending', 'x')] }, NOT_GREEN],
    ['a named one that is missing', checks('ci', 'x/*'), { statuses: [is('success')] }, NOT_GREEN],
    ['a named one among red ones', checks('c?'), { statuses: [is('success'), is('failure', 'x')] }, []],
    ['of a glob each one counts', checks('c*'), { statuses: [is('success'), is('warning', 'cd/2')] }, NOT_GREEN],
    ['approvals', rule({ approvals: { ...rule().approvals, required: 2 } }), {}, ['Does not have enough approvals']],
    ['enough approvals', rule({ approvals: { ...rule().approvals, required: 1 } }), {}, []],
    ['changes are asked for', rule({ blocks: { ...rule().blocks, rejected: true } }), {}, ['There are requested changes']],
    ['a review is asked for', rule({ blocks: { ...rule().blocks, reviewRequests: true } }), {}, ['There are official review requests']],
    ['it is behind', rule({ blocks: { ...rule().blocks, outdated: true } }), {}, ['The head branch is behind the base branch']],
    ['it is not', rule({ blocks: { ...rule().blocks, outdated: true } }), { isBehind: false }, []],
    ['a protected file', rule({ files: { protected: 'a', unprotected: '' } }), {}, ['Changed protected files']],
  ])('%s', (_what, one, over, wanted) => {
    expect(unmetConditions(one, facts(over))).toEqual(wanted);
  });
});

it.each([
  ['no rule', 'side', ADA, true, [null, true, true]],
  ['who may', 'main', ADA, true, ['main', true, true]],
  ['who may not', 'main', BOB, true, ['main', false, false]],
  ['who only reads', 'side', ADA, false, [null, false, false]],
] as const)('standing: %s', (_what, branch, who, mayWrite, wanted) => {
  const rules = [rule({ push: { ...only(ADA), allowed: true }, merge: only(ADA) })];
  const standing = standingIn(rules, who, branch, mayWrite);
  expect([standing.rule?.name ?? null, standing.mayPush, standing.mayMerge]).toEqual(wanted);
});
