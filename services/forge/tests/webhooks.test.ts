import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { issueCreateComment, issueEditIssue, repoCreateStatus } from '@mosaic/contracts/gitea';

import { isOnSqlite } from '@mosaic/testing/servers';

import { addHook, eventually, type ForgeHarness, type Receiver, runGit, startForge, startReceiver, TOKENS } from './harness.ts';

describe('webhooks', () => {
  let bench: ForgeHarness;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    bench = await startForge({ config: { allowedHookHosts: [receiver.host], hookBackoffMs: [10, 10] } });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('tells a tag as create and push, an issue, a comment and a status', async () => {
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'events' });
    const work = await bench.workspace('ada/events', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    await addHook(ada, 'ada/events', { url: receiver.url, events: ['push', 'create', 'delete', 'issues', 'status'] });
    await runGit(['push', 'origin', 'main:refs/tags/v1'], { cwd: work });
    await runGit(['push', 'origin', 'main:side'], { cwd: work });
    await runGit(['push', 'origin', ':side'], { cwd: work });
    const { number: index } = await ada.createIssue('ada', 'events', { title: 'Bug' });
    await ada.call(issueCreateComment, { owner: 'ada', repo: 'events', index, body: { body: 'Same here' } });
    await ada.call(issueEditIssue, { owner: 'ada', repo: 'events', index, body: { state: 'closed' } });
    await ada.call(repoCreateStatus, { owner: 'ada', repo: 'events', sha: 'main', body: { state: 'failure', context: 'ci' } });
    await receiver.until(10);
    const told = receiver.received.map(({ headers, body }) => {
      const payload = JSON.parse(body) as { ref?: string; ref_type?: string; action?: string; state?: string };
      return [headers['x-gitea-event'], payload.ref_type ?? payload.action ?? payload.state ?? payload.ref];
    });
    expect(told).toEqual([
      ['create', 'tag'],
      ['push', 'refs/tags/v1'],
      ['create', 'branch'],
      ['push', 'refs/heads/side'],
      ['delete', 'branch'],
      ['push', 'refs/heads/side'],
      ['issues', 'opened'],
      ['issue_comment', 'created'],
      ['issues', 'closed'],
      ['status', 'failure'],
    ]);
  });

  it('sends what it was told to as Authorization, keeps it sealed and tells it to nobody', async () => {
    const secret = 'Bearer let-me-in-4711';
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'guarded' });
    const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => {
      const answer = await bench.send(TOKENS.ada)({ method, path, ...(body === undefined ? {} : { body }) });
      return { status: answer.status, text: await answer.text() };
    };
    const hooks = '/api/v1/repos/ada/guarded/hooks';
    const config = { url: receiver.url, content_type: 'json' };
    const made = await call('POST', hooks, { type: 'gitea', active: true, config, events: ['issues'], authorization_header: secret });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text) as { id: number };
    const tell = async (title: string) => {
      const before = receiver.received.length;
      await ada.createIssue('ada', 'guarded', { title });
      await receiver.until(before + 1);
      return receiver.received.at(-1)?.headers['authorization'];
    };
    expect(await tell('One')).toBe(secret);
    expect((await call('PATCH', `${hooks}/${id}`, { branch_filter: 'main' })).status).toBe(200);
    expect(await tell('Two')).toBe(secret);
    const answers = await Promise.all([call('GET', hooks), call('GET', `${hooks}/${id}`), call('GET', `/-/hooks/${id}/deliveries`)]);
    for (const { status, text } of [made, ...answers]) expect([status < 300, text.includes('let-me-in')]).toEqual([true, false]);
    expect(JSON.stringify(await bench.events())).not.toContain('let-me-in');
    expect((await call('PATCH', `${hooks}/${id}`, { authorization_header: 'Basic b3RoZXI=' })).status).toBe(200);
    expect(await tell('Three')).toBe('Basic b3RoZXI=');
    expect((await call('PATCH', `${hooks}/${id}`, { authorization_header: '' })).status).toBe(200);
    expect(await tell('Four')).toBeUndefined();
    const { readFile, readdir } = await import('node:fs/promises');
    const files = (await readdir(bench.folder, { recursive: true })).filter((name) => /forge\.db/.test(name));
    expect(files.length > 0).toBe(isOnSqlite());
    for (const name of files) expect((await readFile(`${bench.folder}/${name}`)).includes('let-me-in')).toBe(false);
  });

  it('delivers an event of the past once, however often it is asked', async () => {
    const ada = bench.as(TOKENS.ada);
    const before = receiver.received.length;
    const work = await bench.workspace('ada/late', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    const event = (await bench.events()).findLast(({ type }) => type === 'dev.mosaic.ref.updated');
    const hook = await addHook(ada, 'ada/late', { url: receiver.url });
    const path = `/-/hooks/${hook.id}/deliveries`;
    for (let round = 0; round < 3; round++) {
      const asked = await bench.send(TOKENS.ci)({ method: 'POST', path, body: { eventId: event?.id ?? '' } });
      expect(asked.status).toBe(202);
      await asked.discard();
    }
    await receiver.until(before + 1);
    const list = async () =>
      (await bench.send(TOKENS.ada)({ method: 'GET', path })).json() as Promise<{ deliveries: { state: string; attempts: number }[] }>;
    const { deliveries } = await eventually(list, (answer) => answer.deliveries.every(({ state }) => state === 'delivered'));
    expect(deliveries).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(receiver.received.length).toBe(before + 1);
    const unknown = await bench.send(TOKENS.ci)({ method: 'POST', path, body: { eventId: 'none' } });
    expect(unknown.status).toBe(404);
    await unknown.discard();
  });

  it('gives up after its tries, and the next delivery goes on', async () => {
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'stubborn', auto_init: true });
    const hook = await addHook(ada, 'ada/stubborn', { url: receiver.url, events: ['issues_only'], contentType: 'form' });
    const before = receiver.received.length;
    receiver.answers.push(500, 302, 500);
    await ada.createIssue('ada', 'stubborn', { title: 'One' });
    await ada.createIssue('ada', 'stubborn', { title: 'Two' });
    await receiver.until(before + 4);
    const list = async () =>
      (await bench.send(TOKENS.ada)({ method: 'GET', path: `/-/hooks/${hook.id}/deliveries` })).json() as Promise<{
        deliveries: { state: string; attempts: number }[];
      }>;
    const { deliveries } = await eventually(list, (answer) => answer.deliveries[0]?.state === 'delivered');
    expect(deliveries).toMatchObject([
      { state: 'delivered', attempts: 1 },
      { state: 'failed', attempts: 3 },
    ]);
    expect(JSON.parse(new URLSearchParams(receiver.received.at(-1)?.body).get('payload') ?? '')).toMatchObject({ issue: { title: 'Two' } });
  });

  it('silent receivers of one owner hold up nobody else', async () => {
    const silent = await startReceiver({ silent: true });
    await using patient = await startForge({ config: { allowedHookHosts: [receiver.host, silent.host], hookTimeoutMs: 600_000 } });
    // Before the forge ends, so that it waits for none of them.
    await using _silent = silent;
    const [ada, bob] = [patient.as(TOKENS.ada), patient.as(TOKENS.bob)];
    for (const name of ['one', 'two']) {
      await ada.createRepository({ name });
      for (let hook = 0; hook < 40; hook++) await addHook(ada, `ada/${name}`, { url: silent.url, events: ['issues'] });
      await ada.createIssue('ada', name, { title: 'Wait' });
    }
    await silent.until(8);
    await bob.createRepository({ name: 'quick' });
    await addHook(bob, 'bob/quick', { url: receiver.url, events: ['issues'] });
    const before = receiver.received.length;
    await bob.createIssue('bob', 'quick', { title: 'Now' });
    await receiver.until(before + 1);
    expect(silent.received.length).toBe(8);
  });

  it.each([
    'http://127.0.0.1:1/x',
    'http://localhost/x',
    'http://[::1]/x',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest',
    'http://0x7f000001/',
    'ftp://example.com/',
    'http://u:p@example.com/',
    'nonsense',
  ])('refuses the target %s', async (url) => {
    await expect(addHook(bench.as(TOKENS.ada), 'ada/late', { url })).rejects.toMatchObject({ status: 422 });
  });
});
