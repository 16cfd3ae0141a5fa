import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  issueEditIssue,
  repoAddCollaborator,
  repoDeleteCollaborator,
  repoGetRepoPermissions,
  repoDelete,
  repoGetByID,
  repoSearch,
  userCurrentListRepos,
  userGetCurrent,
} from '@mosaic/contracts/gitea';
import { ceilingOf } from '@mosaic/contracts/mosaic';
import type { WireRequest } from '@mosaic/contracts/wire';

import { GITEA_OPERATIONS, NATIVE_OPERATIONS } from '../src/api/routes.ts';
import { addHook, type ForgeHarness, PRINCIPALS, remoteUrl, runGit, startForge, TOKENS } from './harness.ts';

const LIMITED = '9'.repeat(40);
const POWERLESS = '8'.repeat(40);
const COORDINATOR = '7'.repeat(40);

describe('who may see and do what', () => {
  let bench: ForgeHarness;
  let hookId = 0;
  beforeAll(async () => {
    bench = await startForge({
      principals: [
        ...PRINCIPALS,
        { username: 'ada', token: LIMITED, sub: 'p-1', uid: 1, grants: ['*:*:*'], repositories: [999_999] },
        { username: 'ada', token: POWERLESS, sub: 'p-1', uid: 1, grants: ['ci:pipeline:admin'] },
        {
          username: 'cora',
          token: COORDINATOR,
          kind: 'agent',
          role: 'coordinator',
          grants: [...ceilingOf({ role: 'coordinator', login: 'cora' })],
        },
      ],
    });
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'secret', private: true, auto_init: true });
    await ada.createRepository({ name: 'open', private: false, auto_init: true });
    await ada.createIssue('ada', 'secret', { title: 'Hidden' });
    hookId = (await addHook(ada, 'ada/secret', { url: 'https://example.com/hook' })).id;
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  /** The request of an operation on a repository, with parameters that exist there. */
  const requestOf = (operation: { method: unknown; path: string }, prefix: string, repository: string): WireRequest => ({
    method: operation.method as WireRequest['method'],
    path:
      prefix +
      operation.path
        .replace(':owner/:repo', repository)
        .replace(/:(id|index|attachment_id)\b/g, operation.path.includes('/hooks/') ? String(hookId) : '1')
        .replace(/:(sha|ref)\b/, 'main')
        .replace(':collaborator', 'bob')
        .replace(':diffType', 'diff')
        .replace('/pulls/:base/*', '/pulls/main/side')
        .replace('/compare/*', '/compare/main...main')
        .replace('/branches/*', '/branches/main')
        .replace('/archive/*', '/archive/main.zip')
        .replace('*', 'README.md') +
      (operation.path.endsWith('/search') ? '?q=hello' : '') +
      (operation.path === '/-/repositories/:owner/:repo/pulls' ? '?numbers=1' : ''),
    ...(operation.method === 'GET' ? {} : { body: bodyOf(operation.path) }),
  });
  const inRepository = [
    ...GITEA_OPERATIONS.filter(({ path }) => path.startsWith('/repos/:owner/:repo')).map((one) => ({ one, prefix: '/api/v1' })),
    // One without a parameter is about no repository.
    ...NATIVE_OPERATIONS.filter(({ path }) => path.includes(':')).map((one) => ({ one, prefix: '' })),
  ].map(({ one, prefix }) => ({ one, prefix, name: `${String(one.method)} ${prefix}${one.path}` }));

  it.each(inRepository)('a stranger gets 404 from a private repository: $name', async ({ one, prefix }) => {
    const response = await bench.send(TOKENS.eve)(requestOf(one, prefix, 'ada/secret'));
    expect(response.status, await response.text()).toBe(404);
  });

  it.each(inRepository)('without a credential it is 401 or 404: $name', async ({ one, prefix }) => {
    const response = await bench.send('')(requestOf(one, prefix, 'ada/secret'));
    expect([401, 404]).toContain(response.status);
    await response.discard();
  });

  it.each(inRepository)('a token limited to other repositories gets 404: $name', async ({ one, prefix }) => {
    const response = await bench.send(LIMITED)(requestOf(one, prefix, 'ada/secret'));
    expect(response.status, await response.text()).toBe(404);
  });

  it("the list of damaged repositories is for the platform's own services alone", async () => {
    for (const [token, status] of [
      [LIMITED, 404],
      [TOKENS.eve, 403],
      ['', 401],
    ] as const) {
      const response = await bench.send(token)({ method: 'GET', path: '/-/damaged' });
      expect(response.status).toBe(status);
      await response.discard();
    }
  });

  const guarded = [...GITEA_OPERATIONS.map((one) => ({ one, prefix: '/api/v1' })), ...NATIVE_OPERATIONS.map((one) => ({ one, prefix: '' }))]
    .filter(({ one }) => one.grant !== null)
    .map(({ one, prefix }) => ({ one, prefix, name: `${String(one.method)} ${prefix}${one.path} needs ${one.grant}` }));

  it.each(guarded)("an owner's token without the grant is 403: $name", async ({ one, prefix }) => {
    const response = await bench.send(POWERLESS)(requestOf(one, prefix, 'ada/secret'));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(one.grant);
  });

  it('a reader of a public repository may not write to it', async () => {
    const writes = inRepository.filter(({ one }) => one.method !== 'GET' && (one.level === 'write' || one.level === 'admin'));
    expect(writes.length).toBeGreaterThan(12);
    for (const { one, prefix, name } of writes) {
      const response = await bench.send(TOKENS.eve)(requestOf(one, prefix, 'ada/open'));
      expect([403, 404], name).toContain(response.status);
      await response.discard();
    }
  });

  it('lists, search and ids keep it hidden', async () => {
    const eve = bench.as(TOKENS.eve);
    expect((await eve.callPage(repoSearch, { query: { q: 'secret' } })).total).toBe(0);
    const repository = await bench.as(TOKENS.ada).getRepository('ada', 'secret');
    expect(await eve.callOrNull(repoGetByID, { id: repository?.id ?? 0 })).toBeNull();
    const listed = await bench.send(TOKENS.eve)({ method: 'GET', path: '/api/v1/users/ada/repos' });
    expect(((await listed.json()) as { name: string }[]).map(({ name }) => name)).toEqual(['open']);
    expect(listed.headers['x-total-count']).toBe('1');
  });

  it('git neither fetches nor pushes it for a stranger', async () => {
    const stranger = remoteUrl(bench.url, 'ada/secret', TOKENS.eve);
    await expect(runGit(['ls-remote', stranger])).rejects.toThrow(/not found/i);
    const work = await bench.workspace('ada/secret', TOKENS.eve);
    await expect(runGit(['push', 'origin', 'main:x'], { cwd: work })).rejects.toThrow(/not found/i);
    await expect(runGit(['ls-remote', remoteUrl(bench.url, 'ada/secret', POWERLESS)])).rejects.toThrow(/403/);
    const challenged = await bench.send('')({ method: 'GET', path: '/ada/secret.git/info/refs?service=git-upload-pack' });
    expect(challenged.status).toBe(401);
    expect(challenged.headers['www-authenticate']).toBe('Basic realm="Gitea"');
    expect(await runGit(['ls-remote', remoteUrl(bench.url, 'ada/open', '')])).toContain('refs/heads/main');
    const open = await bench.workspace('ada/open', TOKENS.eve);
    await expect(runGit(['push', 'origin', 'main:x'], { cwd: open })).rejects.toThrow(/403/);
    for (const service of ['git-upload-pack', 'git-receive-pack']) {
      const post = await bench.send(TOKENS.eve)({
        method: 'POST',
        path: `/ada/secret.git/${service}`,
        headers: { 'content-type': `application/x-${service}-request` },
        body: '0000',
      });
      expect(post.status).toBe(404);
    }
  });

  it('collaborators get what they were given', async () => {
    const ada = bench.as(TOKENS.ada);
    const bob = bench.as(TOKENS.bob);
    const given = { owner: 'ada', repo: 'secret', collaborator: 'bob' };
    expect(await bob.getRepository('ada', 'secret')).toBeNull();
    await ada.call(repoAddCollaborator, { ...given, body: { permission: 'read' } });
    expect((await bob.getRepository('ada', 'secret'))?.permissions).toMatchObject({ pull: true, push: false, admin: false });
    const work = await bench.workspace('ada/secret', TOKENS.bob);
    await expect(runGit(['push', 'origin', 'main:bob'], { cwd: work })).rejects.toThrow(/403/);
    await ada.call(repoAddCollaborator, { ...given, body: { permission: 'write' } });
    await runGit(['push', 'origin', 'main:bob'], { cwd: work });
    expect(await ada.call(repoGetRepoPermissions, given)).toMatchObject({ permission: 'write' });
    expect((await bob.callPage(userCurrentListRepos, {})).items.map(({ full_name }) => full_name)).toContain('ada/secret');
    await ada.call(repoDeleteCollaborator, given);
    expect(await bob.getRepository('ada', 'secret')).toBeNull();
  });

  it('Sudo lends the rights of another, to those who may', async () => {
    const ci = bench.as(TOKENS.ci);
    expect((await ci.call(userGetCurrent, {}, { sudo: 'ADA' })).login).toBe('ada');
    expect(await ci.getRepository('ada', 'secret', { sudo: 'eve' })).toBeNull();
    expect((await ci.getRepository('ada', 'secret', { sudo: 'ada' }))?.permissions?.admin).toBe(true);
    const denied = await bench.send(TOKENS.eve)({ method: 'GET', path: '/api/v1/user', headers: { sudo: 'ada' } });
    expect(denied.status).toBe(403);
    expect(await denied.json()).toMatchObject({ message: 'Only administrators allowed to sudo.' });
    const nobody = await bench.send(TOKENS.ci)({ method: 'GET', path: '/api/v1/user?sudo=nobody' });
    expect(nobody.status).toBe(404);
    await nobody.discard();
  });

  it('Sudo allows what the same principal may with a token of their own, and nothing else', async () => {
    const answers = async (path: string, body?: object) => {
      const request: WireRequest = { method: body === undefined ? 'GET' : 'POST', path, ...(body === undefined ? {} : { body }) };
      const [own, lent] = await Promise.all([
        bench.send(COORDINATOR)(request),
        bench.send(TOKENS.ci)({ ...request, headers: { sudo: 'cora' } }),
      ]);
      await Promise.all([own.discard(), lent.discard()]);
      return [own.status, lent.status];
    };
    const open = '/api/v1/repos/ada/open';
    expect(await answers(`${open}/issues`, { title: 'Plan' })).toEqual([201, 201]);
    expect(await answers(open)).toEqual([200, 200]);
    expect(await answers('/api/v1/user')).toEqual([403, 403]);
    expect(await answers('/api/v1/user/repos', { name: 'own' })).toEqual([403, 403]);
  });

  it('built-in agents read and open issues, as far as their grants go', async () => {
    const triage = bench.as(TOKENS.triage);
    const issue = await triage.createIssue('ada', 'secret', { title: 'Red', labels: ['rule-based'] });
    expect(issue.labels.map(({ name }) => name)).toEqual(['rule-based']);
    expect(
      (await triage.call(issueEditIssue, { owner: 'ada', repo: 'secret', index: issue.number, body: { state: 'closed' } })).state,
    ).toBe('closed');
    await expect(triage.call(issueEditIssue, { owner: 'ada', repo: 'secret', index: 1, body: { state: 'closed' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(triage.call(repoDelete, { owner: 'ada', repo: 'secret' })).rejects.toMatchObject({ status: 403 });
  });

  it('takes every form of credential', async () => {
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const forms = [
      `token ${TOKENS.ada}`,
      `Bearer ${TOKENS.ada}`,
      basic(`ada:${TOKENS.ada}`),
      basic(`${TOKENS.ada}:`),
      basic(`${TOKENS.ada}:x-oauth-basic`),
      basic('ada:ada-password'),
    ];
    for (const authorization of forms) {
      const response = await bench.send('')({ method: 'GET', path: '/api/v1/user', headers: { authorization } });
      expect(await response.json(), authorization).toMatchObject({ login: 'ada', username: 'ada', visibility: 'public' });
    }
    for (const name of ['token', 'access_token']) {
      const response = await bench.send('')({ method: 'GET', path: `/api/v1/user?${name}=${TOKENS.ada}` });
      expect(response.status).toBe(200);
      await response.discard();
    }
    const wrong = await bench.send('')({ method: 'GET', path: '/api/v1/user', headers: { authorization: 'token nonsense' } });
    expect(wrong.status).toBe(401);
    await wrong.discard();
  });
});

/** A body that would be accepted, so that only the rights decide. */
function bodyOf(path: string): object {
  if (path.endsWith('/issues')) return { title: 'x' };
  if (path.endsWith('/releases')) return { tag_name: 'x' };
  if (path.endsWith('/reviews') || path.endsWith('/reviews/:id')) return { event: 'COMMENT', body: 'x' };
  if (path.endsWith('/requested_reviewers')) return { reviewers: ['bob'] };
  if (path.endsWith('/suggestions')) return { head: 'x', suggestions: [{ comment: 1, updatedAt: 1 }] };
  if (path.endsWith('/replies')) return { body: 'x' };
  if (path.endsWith('/pulls')) return { title: 'x', head: 'x', base: 'main' };
  if (path.includes('/comments')) return { body: 'x' };
  if (path.includes('/statuses/')) return { state: 'success' };
  if (path.endsWith('/hooks')) return { type: 'gitea', config: { url: 'https://example.com', content_type: 'json' } };
  if (path.endsWith('/keys')) return { title: 'x', key: 'x' };
  if (path.endsWith('/deliveries')) return { eventId: 'x' };
  if (path.endsWith('/merge-upstream')) return { branch: 'main' };
  if (path.endsWith('/branches')) return { new_branch_name: 'x' };
  if (path.includes('/contents/')) return { content: 'eA==', sha: 'x' };
  if (path.endsWith('/rename')) return { new_name: 'x' };
  if (path.endsWith('/transfer')) return { new_owner: 'eve' };
  if (path.endsWith('orgs')) return { username: 'x' };
  if (/repos$|\/teams$/.test(path)) return { name: 'x' };
  return {};
}
