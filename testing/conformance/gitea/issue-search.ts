import { expect } from 'vitest';
import type { z } from 'zod';

import {
  issueCreateIssue,
  issueListLabels,
  issueSearchIssues,
  orgAddTeamRepository,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
} from '@mosaic/contracts/gitea';

import type { Caller } from '../src/caller.ts';
import { base64 } from './base64.ts';
import { once } from './once.ts';
import { found, repositoryOf, teamOf } from './organization.ts';
import { departure, requirement } from './suite.ts';
import type { GiteaTarget } from './target.ts';

type Query = z.input<typeof issueSearchIssues.query>;

const [PAST, FUTURE] = ['2001-01-01T00:00:00Z', '2037-01-01T00:00:00Z'];

/**
 * An organization with two hidden repositories. In the first, by number: ada's with a label, bob's that is given to ada, a closed one, a pull
 * request of ada's that bob is asked to review, and one that bob has reviewed. In the second one issue of ada's, "aside".
 */
async function crowd(target: GiteaTarget) {
  const { ada, bob } = target;
  const org = await found(target);
  const at = await repositoryOf(target, org, { issue_labels: 'Default', default_branch: 'main' });
  const second = await repositoryOf(target, org);
  await teamOf(target, org, ['bob'], { permission: 'write', includes_all_repositories: true });
  const [label] = await ada.call(issueListLabels, at);
  if (label === undefined) throw new Error('The repository has no labels.');
  await ada.call(issueCreateIssue, { ...at, body: { title: 'Leak', body: 'In the Parser.', labels: [label.id] } });
  await bob.call(issueCreateIssue, { ...at, body: { title: 'Crash', assignees: ['ada'] } });
  await ada.call(issueCreateIssue, { ...at, body: { title: 'Wish', closed: true } });
  for (const head of ['asked', 'reviewed']) {
    const content = base64(`${head}\n`);
    await ada.call(repoCreateFile, { ...at, filepath: `${head}.txt`, body: { content, branch: 'main', new_branch: head } });
    await ada.call(repoCreatePullRequest, { ...at, body: { head, base: 'main', title: head } });
  }
  await ada.call(repoCreatePullReviewRequests, { ...at, index: 4, body: { reviewers: ['bob'] } });
  await bob.call(repoCreatePullReview, { ...at, index: 5, body: { event: 'COMMENT', body: 'Good.' } });
  await ada.call(issueCreateIssue, { ...second, body: { title: 'aside' } });
  const find = async (query: Query, who: Caller = ada) =>
    (await who.call(issueSearchIssues, { query: { owner: org, ...query } }))
      .filter(({ title }) => title !== 'aside')
      .map(({ number }) => number);
  return { org, at, second, label: label.name, find };
}
/** Made once; nothing is changed there. */
const crowds = once(crowd);

requirement('gitea.issues.search.state', async (target) => {
  const { find, at } = await crowds(target);
  expect([await find({}), await find({ state: 'open' }), await find({ state: 'closed' }), await find({ state: 'all' })]).toEqual([
    [5, 4, 2, 1],
    [5, 4, 2, 1],
    [3],
    [5, 4, 3, 2, 1],
  ]);
  const [one] = await target.ada.call(issueSearchIssues, { query: { owner: at.owner, state: 'closed' } });
  expect(one).toMatchObject({ title: 'Wish', state: 'closed', repository: { name: at.repo, full_name: `${at.owner}/${at.repo}` } });
});

requirement('gitea.issues.search.pages', async (target) => {
  const { find, org } = await crowds(target);
  expect([await find({ limit: 2, page: 2 }), await find({ limit: 3, page: 1 })]).toEqual([
    [4, 2],
    [5, 4],
  ]);
  const { headers } = await target.ada.respond(issueSearchIssues, { query: { owner: org, limit: 1 } });
  expect(headers['x-total-count']).toBe('5');
});

requirement('gitea.issues.search.type', async (target) => {
  const { find } = await crowds(target);
  expect([await find({ type: 'issues' }), await find({ type: 'pulls' })]).toEqual([
    [2, 1],
    [5, 4],
  ]);
});

requirement('gitea.issues.search.labels', async (target) => {
  const { find, label } = await crowds(target);
  const unborne = target.word();
  expect([await find({ labels: label }), await find({ labels: `${unborne},${label}` }), await find({ labels: unborne })]).toEqual([
    [1],
    [1],
    [5, 4, 2, 1],
  ]);
});

requirement('gitea.issues.search.text', async (target) => {
  const { find } = await crowds(target);
  expect([await find({ q: 'PARSER' }), await find({ q: 'crash' })]).toEqual([[1], [2]]);
});

requirement('gitea.issues.search.time', async (target) => {
  const { find } = await crowds(target);
  const all = [5, 4, 2, 1];
  expect([await find({ since: PAST }), await find({ since: FUTURE })]).toEqual([all, []]);
  expect([await find({ before: PAST }), await find({ before: FUTURE })]).toEqual([[], all]);
});

requirement('gitea.issues.search.own', async (target) => {
  const { find } = await crowds(target);
  const { ada, bob } = target;
  expect([await find({ created: 'true' }, ada), await find({ created: 'true' }, bob), await find({ created: 'false' }, bob)]).toEqual([
    [5, 4, 1],
    [2],
    [5, 4, 2, 1],
  ]);
  expect([await find({ assigned: 'true' }, ada), await find({ assigned: 'true' }, bob), await find({ assigned: 'false' }, bob)]).toEqual([
    [2],
    [],
    [5, 4, 2, 1],
  ]);
  // All that is asked for must hold.
  expect(await find({ assigned: 'true', created: 'true' }, ada)).toEqual([]);
});

requirement('gitea.issues.search.reviews', async (target) => {
  const { find } = await crowds(target);
  const { ada, bob } = target;
  expect([await find({ review_requested: 'true' }, ada), await find({ review_requested: 'true' }, bob)]).toEqual([[], [4]]);
  expect([await find({ reviewed: 'true' }, ada), await find({ reviewed: 'true' }, bob)]).toEqual([[], [5]]);
  expect([await find({ review_requested: 'false' }, bob), await find({ reviewed: 'false' }, bob)]).toEqual([
    [5, 4, 2, 1],
    [5, 4, 2, 1],
  ]);
});

requirement('gitea.issues.search.people', async (target) => {
  const { find } = await crowds(target);
  expect([await find({ created_by: 'ada' }), await find({ created_by: 'BOB' }), await find({ created_by: 'eve' })]).toEqual([
    [5, 4, 1],
    [2],
    [],
  ]);
});

requirement('gitea.issues.search.several-people', async (target) => {
  const { find } = await crowds(target);
  expect(await find({ created_by: 'bob,eve,ada', type: 'issues' })).toEqual([2, 1]);
});
departure(
  'gitea.issues.search.several-people',
  'Upstream takes one login alone; what all agents opened would be a question for each of them.',
);

requirement('gitea.issues.search.place', async (target) => {
  const { org, second, find } = await crowds(target);
  const team = await teamOf(target, org, [], { includes_all_repositories: false });
  const titles = async (query: Query) => (await target.ada.call(issueSearchIssues, { query })).map(({ title }) => title);
  expect(await titles({ owner: org, team: team.name })).toEqual([]);
  await target.ada.call(orgAddTeamRepository, { id: team.id, org, repo: second.repo });
  expect(await titles({ owner: org, team: team.name })).toEqual(['aside']);
  const whole = await teamOf(target, org, [], { includes_all_repositories: true });
  expect(await find({ team: whole.name })).toEqual([5, 4, 2, 1]);
  expect((await titles({ owner: 'ada' })).includes('aside')).toBe(false);
});

requirement('gitea.issues.search.refused', async (target) => {
  const { org } = await crowds(target);
  const refusal = (query: Query) => target.ada.refusal(issueSearchIssues, { query });
  const nobody = target.word();
  const [bare, noTeam, noOwner] = await Promise.all([
    refusal({ team: 'Owners' }),
    refusal({ owner: org, team: nobody }),
    refusal({ owner: nobody }),
  ]);
  for (const status of [bare, noTeam, noOwner]) expect([400, 422]).toContain(status);
  expect(await refusal({ created_by: nobody })).toBe(404);
});

requirement('gitea.issues.search.hidden', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org, { default_branch: 'main' });
  const word = target.word();
  await target.ada.call(issueCreateIssue, { ...at, body: { title: `${word} issue` } });
  await target.ada.call(repoCreateFile, {
    ...at,
    filepath: 'a.txt',
    body: { content: base64('a\n'), branch: 'main', new_branch: 'topic' },
  });
  await target.ada.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: `${word} pull` } });
  const seen = async (who: Caller, query: Query = {}) =>
    (await who.call(issueSearchIssues, { query: { q: word, ...query } })).map(({ title }) => title.slice(word.length + 1));
  const both = ['pull', 'issue'];
  expect([await seen(target.ada), await seen(target.bob), await seen(target.anyone)]).toEqual([both, [], []]);
  const give = (units_map: object) =>
    teamOf(target, org, ['bob'], { permission: '', units: [], units_map, includes_all_repositories: true });
  await give({ 'repo.issues': 'read' });
  expect([await seen(target.bob), await seen(target.bob, { type: 'pulls' }), await seen(target.eve)]).toEqual([['issue'], [], []]);
  await give({ 'repo.code': 'read', 'repo.pulls': 'read' });
  expect([await seen(target.bob), await seen(target.eve)]).toEqual([both, []]);
});
