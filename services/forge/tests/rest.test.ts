import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  issueCreateComment,
  issueEditComment,
  issueEditIssue,
  issueGetComments,
  issueListIssues,
  repoCreateFile,
  repoGetAllCommits,
  repoGetBranch,
  repoGetByID,
  repoGetContents,
  repoUpdateFile,
} from '@mosaic/contracts/gitea';

import { TOKENS, startForge, type ForgeHarness } from './harness.ts';

const REPOSITORY_KEYS =
  'id, name, full_name, owner, description, website, language, languages_url, topics, licenses, url, html_url, link, clone_url, ssh_url, original_url, avatar_url, private, internal, fork, parent, template, mirror, mirror_interval, mirror_updated, mirror_last_sync_at, empty, archived, archived_at, size, stars_count, forks_count, watchers_count, open_issues_count, open_pr_counter, release_counter, branch_count, created_at, updated_at, permissions, default_branch, default_target_branch, object_format_name, repo_transfer, has_code, has_issues, internal_tracker, external_tracker, has_wiki, external_wiki, has_pull_requests, has_projects, projects_mode, has_releases, has_packages, has_actions, ignore_whitespace_conflicts, allow_merge_commits, allow_rebase, allow_rebase_explicit, allow_rebase_update, allow_squash_merge, allow_fast_forward_only_merge, allow_manual_merge, autodetect_manual_merge, allow_merge_update, default_merge_style, default_update_style, default_delete_branch_after_merge, default_allow_maintainer_edit';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe("Gitea's REST API", () => {
  let bench: ForgeHarness;
  beforeAll(async () => {
    bench = await startForge();
    await bench.as(TOKENS.ada).createRepository({ name: 'Lib', auto_init: true, description: 'A library' });
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it('tells version and page sizes to anyone', async () => {
    const get = async (path: string) => (await bench.send('')({ method: 'GET', path: `/api/v1${path}` })).json();
    expect(await get('/version')).toEqual({ version: expect.stringMatching(/^1\.26\.\d+$/) as string });
    expect(await get('/settings/api')).toMatchObject({ max_response_items: 50, default_paging_num: 30 });
  });

  it('describes its API to anyone, where Gitea does', async () => {
    const answer = await bench.send('')({ method: 'GET', path: '/swagger.v1.json' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
    expect(await answer.json()).toMatchObject({
      swagger: '2.0',
      basePath: '/api/v1',
      info: { version: expect.stringMatching(/^1\.26\./) },
    });
  });

  it('shows a repository with every member, by name in any case and by id', async () => {
    const ada = bench.as(TOKENS.ada);
    const repository = await ada.getRepository('ADA', 'lib');
    expect(Object.keys(repository ?? {}).toSorted()).toEqual(REPOSITORY_KEYS.split(', ').toSorted());
    expect(repository).toMatchObject({
      full_name: 'ada/Lib',
      html_url: 'http://localhost:8080/ada/Lib',
      clone_url: 'http://localhost:8080/ada/Lib.git',
      owner: { login: 'ada', username: 'ada', visibility: 'public' },
      permissions: { admin: true, push: true, pull: true },
    });
    expect((await ada.callOrNull(repoGetByID, { id: repository?.id ?? 0 }))?.full_name).toBe('ada/Lib');
    const found = await bench.send('')({ method: 'GET', path: '/api/v1/repos/search?q=LI' });
    expect(await found.json()).toMatchObject({ ok: true, data: [{ full_name: 'ada/Lib', permissions: { push: false, pull: true } }] });
  });

  it('renders errors in Gitea’s form', async () => {
    const missing = await bench.send(TOKENS.ada)({ method: 'GET', path: '/api/v1/repos/ada/none' });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({ message: expect.any(String) as string, url: 'http://localhost:8080/api/swagger' });
    const invalid = await bench.send(TOKENS.ada)({ method: 'POST', path: '/api/v1/user/repos', body: { name: '../x' } });
    expect(invalid.status).toBe(422);
    await invalid.discard();
  });

  it('pages with counts and links', async () => {
    const ada = bench.as(TOKENS.ada);
    for (let number = 0; number < 5; number++) await ada.createIssue('ada', 'Lib', { title: `Page ${number}`, labels: ['paged'] });
    const page = await bench.send(TOKENS.ada)({
      method: 'GET',
      path: `/api/v1/repos/ada/Lib/issues?labels=paged&limit=2&page=2&token=${TOKENS.ada}`,
    });
    expect(page.headers['x-total-count']).toBe('5');
    const at = (number: number) => `<http://localhost:8080/api/v1/repos/ada/Lib/issues?labels=paged&limit=2&page=${number}>`;
    expect(page.headers['link']).toBe(`${at(3)}; rel="next",${at(3)}; rel="last",${at(1)}; rel="first",${at(1)}; rel="prev"`);
    expect(page.headers['access-control-expose-headers']).toContain('X-Total-Count');
    expect(((await page.json()) as unknown[]).length).toBe(2);
    for (const [query, length] of [
      ['page=0&limit=0', 5],
      ['limit=1000', 5],
      ['page=9', 0],
    ] as const) {
      const answer = await bench.send(TOKENS.ada)({ method: 'GET', path: `/api/v1/repos/ada/Lib/issues?labels=paged&${query}` });
      expect(((await answer.json()) as unknown[]).length, query).toBe(length);
      expect(answer.headers['link']).toBeUndefined();
    }
  });

  it('reads and writes contents; each write is a push', async () => {
    const ada = bench.as(TOKENS.ada);
    const lib = { owner: 'ada', repo: 'Lib' };
    const file = { ...lib, filepath: 'src/deep/a b.txt' };
    const made = await ada.call(repoCreateFile, { ...file, body: { content: base64('one'), message: 'Add it' } });
    expect(made.content).toMatchObject({ path: 'src/deep/a b.txt', type: 'file', encoding: 'base64', content: base64('one') });
    await expect(ada.call(repoCreateFile, { ...file, body: { content: base64('x') } })).rejects.toMatchObject({ status: 422 });
    const change = { content: base64('two'), new_branch: 'feature/slash', sha: made.content?.sha ?? '' };
    const changed = await ada.call(repoUpdateFile, { ...file, body: change });
    expect((await ada.callOrNull(repoGetBranch, { ...lib, branch: 'feature/slash' }))?.commit.id).toBe(changed.commit.sha);
    const raw = await bench.send(TOKENS.ada)({ method: 'GET', path: '/api/v1/repos/ada/Lib/branches/feature/slash' });
    expect(raw.status).toBe(200);
    await raw.discard();
    await expect(
      ada.call(repoUpdateFile, { ...file, body: { ...change, new_branch: 'other', sha: '0'.repeat(40) } }),
    ).rejects.toMatchObject({ status: 422 });
    const folder = await ada.call(repoGetContents, { ...lib, filepath: 'src', query: { ref: 'feature/slash' } });
    expect(folder).toMatchObject([{ name: 'deep', type: 'dir', path: 'src/deep' }]);
    await expect(ada.call(repoCreateFile, { ...lib, filepath: '.git/config', body: { content: base64('x') } })).rejects.toMatchObject({
      status: 422,
    });
    const commits = await ada.callPage(repoGetAllCommits, { ...lib, query: { sha: 'feature/slash', path: 'src' } });
    expect(commits.items.map(({ sha }) => sha)).toEqual([changed.commit.sha, made.commit.sha]);
    expect(commits.items[0]?.files).toEqual([{ filename: 'src/deep/a b.txt', status: 'modified' }]);
    const moves = (await bench.events()).filter((event) => event.type === 'dev.mosaic.ref.updated' && event.subject === 'ada/Lib');
    expect(moves.map(({ data }) => data['ref'])).toEqual(['refs/heads/main', 'refs/heads/main', 'refs/heads/feature/slash']);
    const compared = await bench.send(TOKENS.ada)({ method: 'GET', path: '/api/v1/repos/ada/Lib/compare/main...feature/slash' });
    expect(await compared.json()).toMatchObject({ total_commits: 1, diff: expect.stringContaining('+two') as string });
    const search = await bench.send(TOKENS.ada)({ method: 'GET', path: '/-/repositories/ada/Lib/search?q=TWO&ref=feature/slash' });
    expect(await search.json()).toEqual({ matches: [{ path: 'src/deep/a b.txt', line: 1, text: 'two' }], truncated: false });
  });

  it('takes what Go’s clients send: null and empty as left out, and a type of nothing', async () => {
    const ada = bench.as(TOKENS.ada);
    const { number } = await ada.createIssue('ada', 'Lib', { title: 'Closed by tea', body: 'kept' });
    const path = `/api/v1/repos/ada/Lib/issues/${number}`;
    const ask = (method: 'PATCH' | 'GET' | 'DELETE', url: string, body?: string) =>
      fetch(bench.url + url, {
        method,
        headers: { authorization: `token ${TOKENS.ada}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
    const closed = await ask('PATCH', path, JSON.stringify({ title: null, body: null, state: 'closed' }));
    expect([closed.status, await closed.json()]).toMatchObject([201, { title: 'Closed by tea', body: 'kept', state: 'closed' }]);
    const listed = (await (await ask('GET', '/api/v1/repos/ada/Lib/issues?state=closed&labels=&q=&page=')).json()) as { number: number }[];
    expect(listed.map((issue) => issue.number)).toContain(number);
    const comment = await ada.call(issueCreateComment, { owner: 'ada', repo: 'Lib', index: number, body: { body: 'gone' } });
    expect((await ask('DELETE', `/api/v1/repos/ada/Lib/issues/comments/${comment.id}`)).status).toBe(204);
    expect((await ask('GET', `/api/v1/repos/${'a'.repeat(101)}/x`)).status).toBe(404);
  });

  it('issues are numbered per repository and follow their flow', async () => {
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'tracker' });
    const tracker = { owner: 'ada', repo: 'tracker' };
    const first = { ...tracker, index: 1 };
    const numbers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => (await ada.createIssue('ada', 'tracker', { title: `T${index}` })).number),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    const comment = await ada.call(issueCreateComment, { ...first, body: { body: 'First' } });
    await ada.call(issueEditComment, { ...tracker, id: comment.id, body: { body: 'Edited' } });
    expect((await ada.call(issueGetComments, first)).map(({ body }) => body)).toEqual(['Edited']);
    const closed = await ada.call(issueEditIssue, { ...first, body: { state: 'closed' } });
    expect(closed).toMatchObject({ state: 'closed', comments: 1 });
    expect(closed.closed_at).not.toBeNull();
    expect((await ada.call(issueListIssues, { ...tracker, query: { state: 'closed' } })).map(({ number }) => number)).toEqual([1]);
    expect((await ada.callPage(issueListIssues, tracker)).total).toBe(5);
    expect((await ada.call(issueEditIssue, { ...first, body: { state: 'open' } })).closed_at).toBeNull();
    await expect(bench.as(TOKENS.eve).call(issueEditIssue, { ...first, body: { title: 'Mine' } })).rejects.toMatchObject({ status: 403 });
    await expect(ada.createIssue('ada', 'tracker', { title: '  ' })).rejects.toMatchObject({ status: 422 });
  });

  it('sends a browser to the dashboard, without the query', async () => {
    const open = (path: string, accept: string) => bench.send('')({ method: 'GET', path, headers: { accept } });
    const page = await open(`/ada/Lib/issues/1?token=${TOKENS.ada}`, 'text/html');
    expect([page.status, page.headers['location']]).toEqual([302, 'http://localhost:8080/ada/Lib/issues/1']);
    const outside = await open('//evil.example/x', 'text/html');
    expect(outside.headers['location'] ?? 'http://localhost:8080/').toMatch(/^http:\/\/localhost:8080\//);
    expect((await open('/api/v1/nothing', 'text/html')).status).toBe(404);
    expect((await open('/ada/Lib', 'application/json')).status).toBe(404);
  });

  it('keeps what it has over a restart', async () => {
    await bench.restart();
    expect((await bench.as(TOKENS.ada).getRepository('ada', 'lib'))?.empty).toBe(false);
    expect(await bench.as(TOKENS.ada).fileText({ owner: 'ada', repo: 'Lib', filepath: 'README.md' })).toBe('# Lib\n\nA library\n');
  });
});
