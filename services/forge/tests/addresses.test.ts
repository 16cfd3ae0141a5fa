import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  createFork,
  createOrgRepo,
  issueCreateComment,
  orgCreate,
  orgListTeams,
  orgPublicizeMember,
  repoAddCollaborator,
  repoCreateKey,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreateRelease,
  repoCreateReleaseAttachment,
  repoCreateBranchProtection,
  repoCreateStatus,
  repoCreateTagProtection,
  userCreateOAuth2Application,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';

import { GITEA_OPERATIONS } from '../src/api/routes.ts';
import { addHook, type ForgeHarness, runGit, startForge, TOKENS } from './harness.ts';
import { ed25519Line } from './public-keys.ts';

const PUBLIC = 'http://localhost:8080';
const API = '/api/v1';

/** Pages of the dashboard (apps/dashboard/src/router.tsx) that answers may name; what stands behind `/src/` is looked up besides. */
const PAGES = [
  /^\/[\w.-]+$/,
  /^\/[\w.-]+\/[\w.-]+$/,
  /^\/[\w.-]+\/[\w.-]+\/releases\/tag\/.+$/,
  /^\/[\w.-]+\/[\w.-]+\/commit\/[0-9a-f]{40}$/,
  /^\/[\w.-]+\/[\w.-]+\/(?:issues|pulls)\/\d+(?:#(?:issuecomment|pullrequestreview)-\d+)?$/,
];
const SOURCE = /^\/([\w.-]+\/[\w.-]+)\/src\/((?:branch|tag|commit)\/.+)$/;

describe('every address that an answer holds', () => {
  let bench: ForgeHarness;
  let requests: Map<string, string[]>;

  beforeAll(async () => {
    bench = await startForge();
    const ada = bench.as(TOKENS.ada);
    const repository = await ada.createRepository({ name: 'rich' });
    const work = await bench.workspace('ada/rich', TOKENS.ada, { 'README.md': 'hello\n', 'src/deep/a b#1?.txt': 'x', '100%.txt': 'x' });
    const git = (...args: string[]) => runGit(args, { cwd: work });
    await writeFile(Buffer.concat([Buffer.from(`${work}/`), Buffer.from('caf\xe9.txt', 'latin1')]), 'x');
    await git('update-index', '--add', '--cacheinfo', `120000,${(await git('hash-object', '-w', '--', 'README.md')).trim()},link`);
    await git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor/lib`);
    await writeFile(join(work, '.gitmodules'), '[submodule "lib"]\n\tpath = vendor/lib\n\turl = https://example.org/lib.git\n');
    await mkdir(join(work, 'vendor/lib'), { recursive: true });
    await git('add', '.gitmodules', Buffer.from('caf').toString() + '*');
    await git('commit', '-qm', 'More');
    const sha = (await git('rev-parse', 'HEAD')).trim();
    await git('branch', 'same');
    await git('branch', 'feature/x');
    await git('tag', '-a', '-m', 'Released', 'rel/1.0');
    await git('tag', 'same', 'HEAD~1');
    await git('tag', 'file', 'HEAD:README.md');
    await git('checkout', '-qb', 'proposal');
    await git('commit', '-q', '--allow-empty', '-m', 'Nothing yet');
    await git('rm', '-q', '100%.txt');
    await git('commit', '-qm', 'Less');
    await git('checkout', '-q', 'main');
    await git('push', '-q', 'origin', '--all');
    await git('push', '-q', 'origin', '--tags');
    await ada.createIssue('ada', 'rich', { title: 'First', labels: ['bug'] });
    await ada.createIssue('ada', 'rich', { title: 'Second' });
    const comment = await ada.call(issueCreateComment, { owner: 'ada', repo: 'rich', index: 1, body: { body: 'Hello' } });
    await ada.call(repoCreateStatus, { owner: 'ada', repo: 'rich', sha, body: { state: 'success', context: 'ci' } });
    await ada.call(repoAddCollaborator, { owner: 'ada', repo: 'rich', collaborator: 'bob', body: { permission: 'read' } });
    await ada.call(repoCreatePullRequest, { owner: 'ada', repo: 'rich', body: { head: 'proposal', base: 'main', title: 'Less' } });
    const deleted = { path: '100%.txt', body: 'Why?', old_position: 1 };
    const review = await ada.call(repoCreatePullReview, {
      owner: 'ada',
      repo: 'rich',
      index: 3,
      body: { event: 'COMMENT', comments: [deleted] },
    });
    const hook = await addHook(ada, 'ada/rich', { url: 'https://example.com/hook' });
    await bench.as(TOKENS.bob).call(createFork, { owner: 'ada', repo: 'rich', body: {} });
    const key = await ada.call(userCurrentPostKey, { body: { title: 'laptop', key: ed25519Line() } });
    const application = await ada.call(userCreateOAuth2Application, { body: { name: 'ci', redirect_uris: ['https://example.org'] } });
    const deployKey = await ada.call(repoCreateKey, { owner: 'ada', repo: 'rich', body: { title: 'robot', key: ed25519Line() } });
    await ada.call(orgCreate, { body: { username: 'guild', website: 'https://example.org' } });
    await ada.call(createOrgRepo, { org: 'guild', body: { name: 'hall', auto_init: true } });
    await ada.call(orgPublicizeMember, { org: 'guild', username: 'ada' });
    const [team] = await ada.call(orgListTeams, { org: 'guild' });
    if (team === undefined) throw new Error('There is no team.');
    await ada.call(repoCreateBranchProtection, { owner: 'ada', repo: 'rich', body: { rule_name: 'release/*' } });
    const tagRule = await ada.call(repoCreateTagProtection, {
      owner: 'ada',
      repo: 'rich',
      body: { name_pattern: 'v*', whitelist_usernames: ['ada'] },
    });
    const release = await ada.call(repoCreateRelease, { owner: 'ada', repo: 'rich', body: { tag_name: 'rel/1.0' } });
    const ofRelease = { owner: 'ada', repo: 'rich', id: release.id };
    const asset = await ada.call(repoCreateReleaseAttachment, { ...ofRelease, query: { name: 'a b#1?.txt' }, body: Buffer.from('x') });
    const tag = (await git('rev-parse', 'rel/1.0')).trim();
    const blob = (await git('rev-parse', 'HEAD:README.md')).trim();
    const inside = (...paths: string[]) => paths.map((path) => `/repos/ada/rich${path}`);
    requests = new Map([
      ['/version', ['/version']],
      ['/settings/api', ['/settings/api']],
      ['/user', ['/user']],
      ['/users/:username', ['/users/ada']],
      ['/user/orgs', ['/user/orgs']],
      ['/user/teams', ['/user/teams']],
      ['/users/:username/orgs', ['/users/ada/orgs']],
      ['/users/:username/orgs/:org/permissions', ['/users/ada/orgs/guild/permissions']],
      ['/admin/orgs', []],
      ['/orgs', ['/orgs']],
      ['/orgs/:org', ['/orgs/guild', '/orgs/GUILD']],
      ['/orgs/:org/repos', ['/orgs/guild/repos']],
      ['/orgs/:org/members', ['/orgs/guild/members']],
      ['/orgs/:org/members/:username', []],
      ['/orgs/:org/public_members', ['/orgs/guild/public_members']],
      ['/orgs/:org/public_members/:username', []],
      ['/orgs/:org/teams', ['/orgs/guild/teams']],
      ['/orgs/:org/teams/search', ['/orgs/guild/teams/search']],
      ['/teams/:id', [`/teams/${team.id}`]],
      ['/teams/:id/members', [`/teams/${team.id}/members`]],
      ['/teams/:id/members/:username', [`/teams/${team.id}/members/ada`]],
      ['/teams/:id/repos', [`/teams/${team.id}/repos`]],
      ['/teams/:id/repos/:org/:repo', [`/teams/${team.id}/repos/guild/hall`]],
      ['/repos/:owner/:repo/teams', ['/repos/guild/hall/teams']],
      ['/repos/:owner/:repo/teams/:team', ['/repos/guild/hall/teams/Owners']],
      ['/user/repos', ['/user/repos?limit=1']],
      ['/users/:username/repos', ['/users/ada/repos']],
      ['/repos/search', ['/repos/search']],
      ['/repos/issues/search', ['/repos/issues/search']],
      ['/repositories/:id', [`/repositories/${repository.id}`]],
      ['/repos/:owner/:repo', inside('')],
      ['/repos/:owner/:repo/forks', inside('/forks')],
      ['/repos/:owner/:repo/archive/*', []],
      ['/repos/:owner/:repo/releases', inside('/releases', '/releases?limit=1')],
      ['/repos/:owner/:repo/releases/latest', inside('/releases/latest')],
      ['/repos/:owner/:repo/releases/tags/*', inside('/releases/tags/rel/1.0')],
      ['/repos/:owner/:repo/releases/:id', inside(`/releases/${release.id}`)],
      ['/repos/:owner/:repo/releases/:id/assets', inside(`/releases/${release.id}/assets`)],
      ['/repos/:owner/:repo/releases/:id/assets/:attachment_id', inside(`/releases/${release.id}/assets/${asset.id}`)],
      ['/repos/:owner/:repo/raw/*', []],
      ['/repos/:owner/:repo/media/*', []],
      [
        '/repos/:owner/:repo/contents/*',
        inside(
          '/contents/README.md',
          '/contents/src?ref=refs/tags/same',
          '/contents/vendor/lib',
          '/contents/link',
          '/contents/caf%E9.txt?ref=rel/1.0',
        ),
      ],
      [
        '/repos/:owner/:repo/contents',
        inside(
          '/contents',
          '/contents?ref=same',
          '/contents?ref=refs/tags/rel/1.0',
          `/contents?ref=${sha.slice(0, 10)}`,
          '/contents?ref=HEAD',
        ),
      ],
      ['/repos/:owner/:repo/git/trees/:sha', inside('/git/trees/main?recursive=1', '/git/trees/rel%2F1.0', `/git/trees/${sha}?per_page=1`)],
      ['/repos/:owner/:repo/git/blobs/:sha', inside(`/git/blobs/${blob}`)],
      ['/repos/:owner/:repo/git/tags/:sha', inside(`/git/tags/${tag}`)],
      ['/repos/:owner/:repo/git/refs', inside('/git/refs')],
      ['/repos/:owner/:repo/git/refs/*', inside('/git/refs/heads', '/git/refs/tags/rel/1.0')],
      ['/repos/:owner/:repo/branches', inside('/branches', '/branches?limit=1&page=2')],
      ['/repos/:owner/:repo/branches/*', inside('/branches/feature/x')],
      ['/repos/:owner/:repo/tags', inside('/tags', '/tags?limit=1')],
      ['/repos/:owner/:repo/tags/*', inside('/tags/rel/1.0', '/tags/rel%2F1.0')],
      ['/repos/:owner/:repo/commits', inside('/commits', '/commits?limit=1&path=caf%E9.txt', '/commits?limit=1&sha=refs/tags/same')],
      ['/repos/:owner/:repo/git/commits/:sha', inside(`/git/commits/${sha}`)],
      ['/repos/:owner/:repo/compare/*', inside('/compare/same...main', '/compare/refs/tags/same...main')],
      ['/repos/:owner/:repo/commits/:ref/status', inside('/commits/feature%2Fx/status')],
      ['/repos/:owner/:repo/commits/:ref/statuses', inside('/commits/main/statuses')],
      ['/repos/:owner/:repo/statuses/:sha', inside(`/statuses/${sha}`)],
      ['/repos/:owner/:repo/issues', inside('/issues?limit=1')],
      ['/repos/:owner/:repo/issues/:index', inside('/issues/1')],
      ['/repos/:owner/:repo/issues/:index/comments', inside('/issues/1/comments')],
      ['/repos/:owner/:repo/issues/comments/:id', inside(`/issues/comments/${comment.id}`)],
      ['/repos/:owner/:repo/labels', inside('/labels')],
      ['/repos/:owner/:repo/labels/:id', inside('/labels/1')],
      ['/repos/:owner/:repo/pulls', inside('/pulls', '/pulls?state=all&limit=1')],
      ['/repos/:owner/:repo/pulls/:index', inside('/pulls/3')],
      ['/repos/:owner/:repo/pulls/:base/*', inside('/pulls/main/proposal')],
      ['/repos/:owner/:repo/pulls/:index.:diffType', []],
      ['/repos/:owner/:repo/pulls/:index/merge', []],
      ['/repos/:owner/:repo/pulls/:index/commits', inside('/pulls/3/commits', '/pulls/3/commits?limit=1')],
      ['/repos/:owner/:repo/pulls/:index/files', inside('/pulls/3/files')],
      ['/repos/:owner/:repo/pulls/:index/reviews', inside('/pulls/3/reviews')],
      ['/repos/:owner/:repo/pulls/:index/reviews/:id', inside(`/pulls/3/reviews/${review.id}`)],
      ['/repos/:owner/:repo/pulls/:index/reviews/:id/comments', inside(`/pulls/3/reviews/${review.id}/comments`)],
      ['/user/keys', ['/user/keys']],
      ['/user/keys/:id', [`/user/keys/${key.id}`]],
      ['/user/applications/oauth2', ['/user/applications/oauth2']],
      ['/user/applications/oauth2/:id', [`/user/applications/oauth2/${application.id}`]],
      ['/users/:username/keys', ['/users/ada/keys']],
      ['/repos/:owner/:repo/keys', inside('/keys')],
      ['/repos/:owner/:repo/keys/:id', inside(`/keys/${deployKey.id}`)],
      ['/repos/:owner/:repo/branch_protections', inside('/branch_protections')],
      ['/repos/:owner/:repo/branch_protections/:name', inside('/branch_protections/release%2F*')],
      ['/repos/:owner/:repo/tag_protections', inside('/tag_protections')],
      ['/repos/:owner/:repo/tag_protections/:id', inside(`/tag_protections/${tagRule.id}`)],
      ['/repos/:owner/:repo/hooks', inside('/hooks')],
      ['/repos/:owner/:repo/hooks/:id', inside(`/hooks/${hook.id}`)],
      ['/repos/:owner/:repo/collaborators', inside('/collaborators')],
      ['/repos/:owner/:repo/collaborators/:collaborator', []],
      ['/repos/:owner/:repo/collaborators/:collaborator/permission', inside('/collaborators/bob/permission')],
    ]);
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const get = (path: string) => bench.send(TOKENS.ada)({ method: 'GET', path });

  it('answers, or is a page of the dashboard whose file is there', async () => {
    const reading = GITEA_OPERATIONS.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const forgotten = reading.filter((path) => !requests.has(path));
    expect(forgotten, 'operations whose answers nobody walks').toEqual([]);
    const found = new Map<string, string>();
    for (const path of reading.flatMap((one) => requests.get(one) ?? [])) {
      const answer = await get(API + path);
      expect(answer.status, path).toBe(200);
      for (const [, address = ''] of (answer.headers['link'] ?? '').matchAll(/<([^>]+)>/g)) found.set(address, path);
      for (const address of addressesIn(await answer.json())) found.set(address, path);
    }
    expect(found.size).toBeGreaterThan(40);
    for (const [address, from] of found) expect(await isAlive(address), `${address} (from ${from})`).toBe(true);
  });

  async function isAlive(address: string): Promise<boolean> {
    if (!address.startsWith(`${PUBLIC}/`))
      return ['https://example.com/hook', 'https://example.org', 'https://example.org/lib.git'].includes(address);
    const path = address.slice(PUBLIC.length);
    if (path.startsWith('/api/')) {
      const answer = await get(path);
      await answer.discard();
      return answer.status === 200;
    }
    if (path.endsWith('.git'))
      return (await runGit(['ls-remote', address.replace(PUBLIC, bench.url.replace('//', `//${TOKENS.ada}@`))])) !== '';
    if (/\/archive\/|\/releases\/download\/|^\/attachments\//.test(path)) {
      const answer = await get(path);
      await answer.discard();
      return answer.status === 200;
    }
    const source = SOURCE.exec(path);
    if (source === null) return PAGES.some((page) => page.test(path));
    const place = (await (await get(`/-/repositories/${source[1] ?? ''}/at/${source[2] ?? ''}`)).json()) as {
      kind: string;
      ref: string;
      path: string;
    };
    if (!(source[2] ?? '').startsWith(`${place.kind}/`)) return false;
    const shown = await get(
      `${API}/repos/${source[1] ?? ''}/contents/${place.path
        .replaceAll('\udce9', '%E9')
        .split('/')
        .map((part) => (part.includes('%E9') ? part : encodeURIComponent(part)))
        .join('/')}?ref=${place.ref}`,
    );
    await shown.discard();
    return shown.status === 200;
  }

  it('says which of two refs of one name it means', async () => {
    const entry = async (ref: string) =>
      (await (await get(`${API}/repos/ada/rich/contents/README.md?ref=${ref}`)).json()) as { html_url: string };
    expect((await entry('same')).html_url).toBe(`${PUBLIC}/ada/rich/src/branch/same/README.md`);
    expect((await entry('refs/tags/same')).html_url).toBe(`${PUBLIC}/ada/rich/src/tag/same/README.md`);
    expect((await entry('rel/1.0')).html_url).toBe(`${PUBLIC}/ada/rich/src/tag/rel/1.0/README.md`);
    const at = async (address: string) => (await get(`/-/repositories/ada/rich/at/${address}`)).json();
    expect(await at('tag/rel/1.0/src/deep')).toMatchObject({ kind: 'tag', name: 'rel/1.0', ref: 'refs/tags/rel/1.0', path: 'src/deep' });
    expect(await at('tag/same')).toMatchObject({ ref: 'refs/tags/same', path: '' });
    expect(await at('branch/same/caf%E9.txt')).toMatchObject({ ref: 'refs/heads/same', path: 'caf\udce9.txt' });
    expect((await get('/-/repositories/ada/rich/at/branch/rel/1.0')).status).toBe(404);
  });

  it('annotated tags have their words, and refs their types', async () => {
    const tags = (await (await get(`${API}/repos/ada/rich/tags`)).json()) as { name: string; message: string }[];
    expect(tags.map(({ name, message }) => [name, message])).toEqual([
      ['file', ''],
      ['rel/1.0', 'Released'],
      ['same', ''],
    ]);
    const refs = (await (await get(`${API}/repos/ada/rich/git/refs/tags`)).json()) as { object: { type: string } }[];
    expect(refs.map(({ object }) => object.type)).toEqual(['blob', 'tag', 'commit']);
  });
});

function addressesIn(answer: unknown): string[] {
  if (typeof answer === 'string') return /^https?:\/\//.test(answer) ? [answer] : [];
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.values(answer).flatMap(addressesIn);
}
