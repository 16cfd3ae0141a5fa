import { expect, it } from 'vitest';

import { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { isBehind } from '../queries.ts';
import { hasBranch, hasHead, headName, mayUpdate, mergeStateOf, mergeWays, readyTitle } from './pull-facts.ts';

const side = (ref: string, sha: string, repo_id = 1) => ({ label: ref, ref, sha, repo_id, repo: null });
const pull = (about: object) =>
  PullRequest.parse({
    id: 1,
    number: 1,
    user: { id: 1, login: 'ada' },
    title: 'Say hello',
    state: 'open',
    mergeable: true,
    base: side('main', 'b'),
    head: side('feature', 'h'),
    merge_base: 'b',
    ...about,
  });

it.each([
  [{}, 'ready'],
  [{ mergeable: false }, 'undecided'],
  [{ mergeable: false, conflicted_files: ['a.ts'] }, 'conflicts'],
  [{ mergeable: false, draft: true, conflicted_files: ['a.ts'] }, 'draft'],
  [{ state: 'closed', mergeable: false }, 'closed'],
  [{ state: 'closed', merged: true, mergeable: false }, 'merged'],
] as const)('%j is %s', (about, state) => expect(mergeStateOf(pull(about))).toBe(state));

it.each([
  ['WIP: Say hello', 'Say hello'],
  ['[wip]Say hello', 'Say hello'],
  ['Wiping the floor', 'Wiping the floor'],
])('%s is ready as %s', (title, ready) => expect(readyTitle(title)).toBe(ready));

it('is behind where its base went on, as long as it is open and the common ancestor is known', () => {
  expect([{}, { merge_base: 'a' }, { merge_base: '' }, { merge_base: 'a', state: 'closed' }].map((about) => isBehind(pull(about)))).toEqual(
    [false, true, false, false],
  );
});

it('has a branch of its own where that is there', () => {
  const heads = [side('feature', 'h'), side('refs/pull/1/head', 'h'), side('feature', 'h', 2)];
  expect(heads.map((head) => hasBranch(pull({ head })))).toEqual([true, false, false]);
});

it('offers the ways that the repository allows, its usual one first', () => {
  const repository = Repository.parse({
    id: 1,
    owner: { id: 1, login: 'ada' },
    name: 'shop',
    full_name: 'ada/shop',
    default_branch: 'main',
    private: false,
    html_url: '',
    clone_url: '',
    allow_merge_commits: true,
    allow_rebase: true,
    allow_squash_merge: true,
    default_merge_style: 'squash',
  });
  expect(mergeWays(repository).map(({ style }) => style)).toEqual(['squash', 'merge', 'rebase']);
});

const fork = (permissions = { admin: false, push: false, pull: true }) =>
  Repository.parse({
    id: 2,
    owner: { id: 2, login: 'bob' },
    name: 'loop',
    full_name: 'bob/loop',
    default_branch: 'main',
    private: false,
    html_url: '',
    clone_url: '',
    permissions,
  });

it('a head of a fork is brought up to date by who may push there, or whom its author lets', () => {
  const of = (repo: Repository | null, allow_maintainer_edit = false) =>
    pull({ head: { ...side('topic', 'h', 2), repo }, allow_maintainer_edit });
  const own = fork({ admin: true, push: true, pull: true });
  const pulls = [pull({}), of(fork()), of(fork(), true), of(own), of(null, true)];
  expect(pulls.map((one) => [mayUpdate(one, true), mayUpdate(one, false)])).toEqual([
    [true, false],
    [false, false],
    [true, false],
    [true, true],
    [false, false],
  ]);
});

it('a head of a fork is named with its repository, and leads there as long as it is seen', () => {
  const pulls = [{}, { head: { ...side('topic', 'h', 2), repo: fork() } }, { head: side('topic', 'h', 2) }].map(pull);
  expect(pulls.map((one) => [headName(one), hasHead(one), hasBranch(one)])).toEqual([
    ['feature', true, true],
    ['bob/loop:topic', true, false],
    ['a repository that is gone or hidden:topic', false, false],
  ]);
});
