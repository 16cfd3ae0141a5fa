import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { repoDelete } from '@mosaic/contracts/gitea';

import { TOKENS, runGit, startForge, type ForgeHarness } from './harness.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
type Method = Parameters<ReturnType<ForgeHarness['send']>>[0]['method'];
const ZERO = '0001-01-01T00:00:00Z';

describe("members of Gitea's requests", () => {
  let bench: ForgeHarness;
  beforeAll(async () => {
    bench = await startForge();
    await bench.as(TOKENS.ada).createRepository({ name: 'lib', auto_init: true });
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const call = async (method: Method, path: string, body?: object, token: string = TOKENS.ada) => {
    const response = await bench.send(token)({ method, path: `/api/v1${path}`, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: (await response.json()) as never };
  };
  const lib = (method: Method, path: string, body?: object) => call(method, `/repos/ada/lib${path}`, body);
  const list = async (path: string, member: string) =>
    ((await lib('GET', path)).body as { [name: string]: unknown }[]).map((one) => one[member]);

  it('that are not handled are refused by their name, and nothing happens', async () => {
    const refused: [Method, string, object, string][] = [
      ['POST', '/user/repos', { name: 'a', gitignores: 'Go' }, 'gitignores'],
      ['POST', '/user/repos', { name: 'a', license: 'MIT' }, 'license'],
      ['POST', '/user/repos', { name: 'a', readme: 'Other' }, 'readme'],
      ['POST', '/user/repos', { name: 'a', object_format_name: 'sha256' }, 'object_format_name'],
      ['POST', '/user/repos', { name: 'a', template: true }, 'template'],
      ['POST', '/repos/ada/lib/issues', { title: 'a', assignees: ['eve'] }, 'assignees'],
      ['POST', '/repos/ada/lib/issues', { title: 'a', due_date: 'soon' }, 'due_date'],
      ['POST', '/repos/ada/lib/issues', { title: 'a', milestone: 3 }, 'milestone'],
      [
        'POST',
        '/repos/ada/lib/hooks',
        { type: 'gitea', config: { url: 'http://x/', content_type: 'json' }, authorization_header: 'Bearer x\r\nX-Other: y' },
        'authorization_header',
      ],
      [
        'POST',
        '/repos/ada/lib/hooks',
        { type: 'gitea', config: { url: 'http://x/', content_type: 'json', http_method: 'GET' } },
        'http_method',
      ],
      ['PATCH', '/repos/ada/lib', { website: 'https://example.org' }, 'website'],
      ['PATCH', '/repos/ada/lib', { has_issues: false }, 'has_issues'],
      ['POST', '/repos/ada/lib/contents/a', { content: base64('a'), force_push: true }, 'force_push'],
      ['POST', '/repos/ada/lib/contents/a', { content: base64('a'), dates: { author: '1960-01-01T00:00:00Z' } }, 'dates.author'],
    ];
    for (const [method, path, body, member] of refused)
      expect([member, await call(method, path, body)]).toMatchObject([
        member,
        { status: 422, body: { message: expect.stringContaining(member) as string } },
      ]);
    for (const query of ['milestones=1.0', 'mentioned_by=ada', 'since=yesterday', 'sort=cleverness'])
      expect([query, (await lib('GET', `/issues?${query}`)).status]).toEqual([query, 422]);
    expect(await bench.as(TOKENS.ada).getRepository('ada', 'a')).toBeNull();
    expect(await list('/issues?state=all', 'title')).toEqual([]);
  });

  it('that say nothing are as good as absent: what the Go SDK writes', async () => {
    const repository = {
      name: 'sdk',
      description: '',
      private: false,
      issue_labels: '',
      auto_init: true,
      template: false,
      gitignores: '',
      license: '',
      readme: 'Default',
      default_branch: '',
      trust_model: 'default',
      object_format_name: 'sha1',
    };
    expect((await call('POST', '/user/repos', repository)).status).toBe(201);
    const file = {
      message: '',
      branch: '',
      new_branch: '',
      author: { name: '', email: '' },
      committer: { name: '', email: '' },
      dates: { author: ZERO, committer: ZERO },
      signoff: false,
      force_push: false,
    };
    expect((await call('POST', '/repos/ada/sdk/contents/a.txt', { ...file, content: base64('a') })).status).toBe(201);
    const issue = {
      title: 'One',
      body: '',
      ref: '',
      assignee: '',
      assignees: null,
      due_date: null,
      milestone: 0,
      labels: null,
      closed: false,
    };
    expect((await call('POST', '/repos/ada/sdk/issues', issue)).status).toBe(201);
    const change = {
      title: '',
      body: null,
      assignee: null,
      assignees: null,
      milestone: 0,
      state: 'closed',
      due_date: null,
      unset_due_date: null,
    };
    expect(await call('PATCH', '/repos/ada/sdk/issues/1', change)).toMatchObject({ status: 201, body: { title: 'One', state: 'closed' } });
    const edit = {
      name: '',
      website: '',
      default_branch: '',
      has_issues: true,
      has_code: true,
      has_wiki: true,
      allow_merge_commits: true,
      template: false,
    };
    expect(await call('PATCH', '/repos/ada/sdk', edit)).toMatchObject({
      status: 200,
      body: { name: 'sdk', default_branch: 'main', has_wiki: false },
    });
    // As tea searches.
    const found = await call('GET', '/repos/search?q=sdk&includeDesc=true&priority_owner_id=1&topic=&mode=&page=1&limit=30');
    expect(found).toMatchObject({ status: 200, body: { data: [{ name: 'sdk' }] } });
  });

  it('set dates, sign-offs and new names of files', async () => {
    const dates = { author: '2001-02-03T04:05:06+02:00', committer: '2002-03-04T05:06:07Z' };
    const made = await lib('POST', '/contents/old.txt', {
      content: base64('text\n'),
      message: 'Begin',
      dates,
      signoff: true,
      author: { name: 'Bob', email: 'bob@example.org' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        commit: {
          author: { name: 'Bob', date: '2001-02-03T02:05:06Z' },
          committer: { name: 'Bob', date: '2002-03-04T05:06:07Z' },
          message: 'Begin\n\nSigned-off-by: Bob <bob@example.org>',
        },
      },
    });
    const { content } = made.body as { content: { sha: string } };
    const move = (body: object) => lib('PUT', '/contents/new/name.txt', { content: base64('other\n'), ...body });
    expect((await move({ from_path: 'old.txt', sha: 'f'.repeat(40) })).status).toBe(422);
    expect((await move({ from_path: 'none.txt', sha: content.sha })).status).toBe(404);
    expect((await move({ from_path: 'old.txt', sha: content.sha })).status).toBe(200);
    expect((await lib('GET', '/contents/old.txt')).status).toBe(404);
    expect(await lib('GET', '/contents/new/name.txt')).toMatchObject({ body: { content: base64('other\n') } });
    expect((await lib('PUT', '/contents/README.md', { from_path: 'new/name.txt', content: base64('x') })).status).toBe(422);
  });

  it('make a repository with the labels and the README that Gitea calls Default', async () => {
    const wanted = { name: 'defaults', auto_init: true, issue_labels: 'Default', readme: 'Default', license: '', gitignores: '' };
    expect((await call('POST', '/user/repos', wanted)).status).toBe(201);
    const labels = (await call('GET', '/repos/ada/defaults/labels')).body as { name: string; color: string }[];
    expect(labels.map(({ name }) => name)).toEqual(['bug', 'duplicate', 'enhancement', 'help wanted', 'invalid', 'question', 'wontfix']);
    expect((await call('POST', '/user/repos', { name: 'other', issue_labels: 'Advanced' })).status).toBe(422);
    await bench.as(TOKENS.ada).call(repoDelete, { owner: 'ada', repo: 'defaults' });
  });

  it('set the day an issue is due, and take it away', async () => {
    await bench.as(TOKENS.ada).createRepository({ name: 'dues' });
    const { number } = (await call('POST', '/repos/ada/dues/issues', { title: 'due', due_date: '2030-02-03T23:30:00-05:00', closed: true }))
      .body as {
      number: number;
    };
    const due = async (change: object) =>
      ((await call('PATCH', `/repos/ada/dues/issues/${number}`, change)).body as { due_date: string | null }).due_date;
    expect(await due({ title: 'still due' })).toBe('2030-02-03T23:59:59Z');
    expect(await due({ due_date: ZERO })).toBe('2030-02-03T23:59:59Z');
    expect(await due({ due_date: '2031-01-01T00:00:00Z' })).toBe('2031-01-01T23:59:59Z');
    expect(await due({ unset_due_date: true })).toBeNull();
  });

  it('say who works on an issue', async () => {
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'tasks' });
    const put = { method: 'PUT', path: '/api/v1/repos/ada/tasks/collaborators/bob', body: { permission: 'read' } } as const;
    await (await bench.send(TOKENS.ada)(put)).discard();
    const change = (method: Method, path: string, body: object, token?: string) =>
      call(method, `/repos/ada/tasks/issues${path}`, body, token);
    const made = await change('POST', '', { title: 'One', assignee: 'Triage', assignees: ['bob', 'ADA', 'bob'] });
    const names = ({ body }: { body: object }) =>
      (body as { assignees: { login: string }[] | null }).assignees?.map(({ login }) => login) ?? null;
    expect(names(made)).toEqual(['ada', 'bob', 'triage']);
    expect(made.body).toMatchObject({ assignee: { login: 'ada' } });
    await change('POST', '', { title: 'Two' });
    const of = async (who: string) =>
      ((await call('GET', `/repos/ada/tasks/issues?assigned_by=${who}`)).body as { title: string }[]).map(({ title }) => title);
    expect(await Promise.all(['BOB', 'eve', ''].map(of))).toEqual([['One'], [], ['Two', 'One']]);
    expect(names(await change('PATCH', '/1', { title: 'Still one', assignees: null }))).toEqual(['ada', 'bob', 'triage']);
    expect(names(await change('PATCH', '/1', { assignees: ['bob'] }))).toEqual(['bob']);
    expect((await change('PATCH', '/1', { assignees: ['eve'] })).status).toBe(422);
    expect((await change('POST', '', { title: 'By a reader', assignees: ['bob'] }, TOKENS.eve)).status).toBe(403);
    expect(names(await change('PATCH', '/1', { assignees: [] }))).toBeNull();
    await ada.call(repoDelete, { owner: 'ada', repo: 'tasks' });
  });

  it('narrow and order issues and comments', async () => {
    for (const title of ['first', 'second']) await lib('POST', '/issues', { title });
    expect(await lib('POST', '/issues', { title: 'from elsewhere', closed: true })).toMatchObject({
      body: { state: 'closed', closed_at: expect.any(String) as string },
    });
    const types = (await bench.events())
      .filter(({ subject, type }) => subject === 'ada/lib' && type.startsWith('dev.mosaic.issue'))
      .map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['dev.mosaic.issue.opened', 'dev.mosaic.issue.closed']);
    await call('POST', '/repos/ada/lib/issues', { title: 'by root' }, TOKENS.root);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const between = new Date().toISOString();
    await lib('POST', '/issues/1/comments', { body: 'a word' });
    const titles = (query: string) => list(`/issues?state=all&${query}`, 'title');
    expect(await titles('created_by=ROOT')).toEqual(['by root']);
    expect(await titles('created_by=nobody')).toEqual([]);
    expect(await titles('sort=oldest&limit=2')).toEqual(['first', 'second']);
    expect((await titles('sort=recentupdate'))[0]).toBe('first');
    expect((await titles('sort=mostcomment'))[0]).toBe('first');
    expect(await titles(`since=${between}`)).toEqual(['first']);
    expect((await titles(`before=${between}`)).length).toBe(3);
    expect(await list(`/issues/1/comments?since=${between}`, 'body')).toEqual(['a word']);
    expect(await list(`/issues/1/comments?before=${between}`, 'body')).toEqual([]);
  });

  it('narrow commits, statuses, labels and repositories', async () => {
    const work = await bench.workspace('ada/narrow', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const narrow = (path: string) => call('GET', `/repos/ada/narrow${path}`);
    for (const [day, name] of [
      ['2020-01-01', 'one'],
      ['2021-01-01', 'two'],
      ['2022-01-01', 'three'],
    ] as const) {
      const dates = { author: `${day}T00:00:00Z`, committer: `${day}T00:00:00Z` };
      const body = { content: base64(name), message: name, dates, ...(name === 'one' ? { new_branch: 'dated' } : { branch: 'dated' }) };
      expect((await call('POST', `/repos/ada/narrow/contents/${name}`, body)).status).toBe(201);
    }
    const messages = async (query: string) =>
      ((await narrow(`/commits?sha=dated&${query}`)).body as { commit: { message: string } }[]).map(({ commit }) => commit.message.trim());
    expect(await messages('not=main')).toEqual(['three', 'two', 'one']);
    expect(await messages('not=main&since=2020-06-01T00:00:00Z')).toEqual(['three', 'two']);
    expect(await messages('not=main&until=2020-06-01T00:00:00Z')).toEqual(['one']);
    for (const state of ['pending', 'success']) await call('POST', '/repos/ada/narrow/statuses/main', { state, context: state });
    const states = async (query: string) =>
      ((await narrow(`/statuses/main?${query}`)).body as { status: string }[]).map(({ status }) => status);
    expect(await states('')).toEqual(['success', 'pending']);
    expect(await states('sort=oldest')).toEqual(['pending', 'success']);
    expect(await states('state=pending')).toEqual(['pending']);
    expect(await narrow('/commits/main/status?limit=1&page=3')).toMatchObject({ body: { total_count: 2, statuses: [] } });
    await lib('POST', '/issues', { title: 'labels', labels: ['a', 'b', 'c'] });
    expect(await list('/labels?limit=2&page=2', 'name')).toEqual(['c']);
    expect(await list('/labels', 'name')).toEqual(['a', 'b', 'c']);
    await call('POST', '/user/repos', { name: 'zoo', private: true, description: 'Beasts' });
    const names = async (query: string) =>
      ((await call('GET', `/repos/search?${query}`)).body as { data: { name: string }[] }).data.map(({ name }) => name);
    expect(await names('q=beasts')).toEqual([]);
    expect(await names('q=beasts&includeDesc=1')).toEqual(['zoo']);
    expect(await names('is_private=true&sort=alpha')).toEqual(['narrow', 'zoo']);
    expect(await names('private=false&sort=alpha&order=desc')).toEqual(['sdk', 'lib', 'dues']);
    expect(await names('archived=true')).toEqual([]);
    expect(await names('uid=99999')).toEqual([]);
  });
});
