import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';

import {
  issueCreateIssue,
  issueSearchIssues,
  orgCreateTeam,
  repoAddCollaborator,
  repoDelete,
  repoDeleteCollaborator,
} from '@mosaic/contracts/gitea';

import { PRINCIPALS, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith, teamWith } from './organization.ts';

type Query = z.input<typeof issueSearchIssues.query>;

const LIMITED = 'limited-to-the-first';
const POWERLESS = 'reads-no-issues';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge({
    principals: [
      ...PRINCIPALS,
      { username: 'ada', sub: 'p-1', uid: 1, token: LIMITED, grants: ['*:*:*'], repositories: [1] },
      { username: 'ada', sub: 'p-1', uid: 1, token: POWERLESS, grants: ['forge:repository:read'] },
    ],
  });
  for (const [name, isPrivate] of [
    ['secret', true],
    ['open', false],
  ] as const) {
    await bench.as(TOKENS.ada).createRepository({ name, private: isPrivate });
    await bench.as(TOKENS.ada).call(issueCreateIssue, { owner: 'ada', repo: name, body: { title: name, labels: [`only-${name}`] } });
  }
});
afterAll(() => bench[Symbol.asyncDispose]());

const found = async (token: string, query: Query = {}) =>
  (await bench.as(token).callPage(issueSearchIssues, { query })).items.map(({ title }) => title);
const refused = (token: string, query: Query) =>
  bench
    .as(token)
    .call(issueSearchIssues, { query })
    .then(
      () => 'found',
      (error: { status?: number; message: string }) => `${error.status ?? 0} ${error.message}`,
    );

it('is of what one may see, at that moment', async () => {
  expect([await found(TOKENS.ada), await found(TOKENS.root), await found(TOKENS.eve), await found('')]).toEqual([
    ['open', 'secret'],
    ['open', 'secret'],
    ['open'],
    ['open'],
  ]);
  const at = { owner: 'ada', repo: 'secret', collaborator: 'eve' };
  await bench.as(TOKENS.ada).call(repoAddCollaborator, { ...at, body: { permission: 'read' } });
  expect(await found(TOKENS.eve)).toEqual(['open', 'secret']);
  await bench.as(TOKENS.ada).call(repoDeleteCollaborator, at);
  expect(await found(TOKENS.eve)).toEqual(['open']);
});

it('counts what one may see alone', async () => {
  expect((await bench.as(TOKENS.eve).callPage(issueSearchIssues, { query: { limit: 1 } })).total).toBe(1);
});

it('a token for listed repositories finds what is there, and one without the grant nothing', async () => {
  expect([await found(LIMITED), await found(LIMITED, { created: 'true' })]).toEqual([['secret'], ['secret']]);
  expect(await refused(POWERLESS, {})).toMatch(/^403 /);
});

it('what is said of oneself says nothing of nobody', async () => {
  expect(await found('', { created: 'true', assigned: 'true', review_requested: 'true', reviewed: 'true' })).toEqual(['open']);
});

it('a label that only a hidden repository has is as one that nothing bears', async () => {
  expect([await found(TOKENS.eve, { labels: 'only-secret' }), await found(TOKENS.eve, { labels: 'borne-by-none' })]).toEqual([
    ['open'],
    ['open'],
  ]);
  expect(await found(TOKENS.ada, { labels: 'only-secret' })).toEqual(['secret']);
});

it('an organization that one may not know of, and a team of one, are as none', async () => {
  await organizationWith(bench, 'hidden', { profile: { visibility: 'private' } });
  await organizationWith(bench, 'shown');
  for (const org of ['hidden', 'shown'])
    await bench
      .as(TOKENS.ada)
      .call(orgCreateTeam, { org, body: { name: 'core', units_map: { 'repo.issues': 'read' }, permission: 'read' } });
  const without = async (query: Query, name: string) => (await refused(TOKENS.eve, query)).replaceAll(name, 'X');
  expect(await without({ owner: 'hidden' }, 'hidden')).toBe(await without({ owner: 'nowhere' }, 'nowhere'));
  expect(await without({ owner: 'shown', team: 'core' }, 'core')).toBe(await without({ owner: 'shown', team: 'none' }, 'none'));
  expect(await found(TOKENS.ada, { owner: 'shown', team: 'core' })).toEqual([]);
});

it('parts that different teams open come together', async () => {
  const { at } = await organizationWith(bench, 'parted');
  await bench.as(TOKENS.ada).call(issueCreateIssue, { ...at, body: { title: 'parted' } });
  await teamWith(bench, 'parted', { people: ['bob'], units: { 'repo.pulls': 'read' } });
  await teamWith(bench, 'parted', { people: ['bob'], units: { 'repo.code': 'read' } });
  expect(await found(TOKENS.bob, { owner: 'parted' })).toEqual([]);
  await teamWith(bench, 'parted', { people: ['bob'], units: { 'repo.issues': 'read' } });
  expect(await found(TOKENS.bob, { owner: 'parted' })).toEqual(['parted']);
});

it('what is deleted is found no more', async () => {
  await bench.as(TOKENS.ada).call(repoDelete, { owner: 'ada', repo: 'open' });
  expect(await found(TOKENS.ada, { owner: 'ada' })).toEqual(['secret']);
});
