import { createHmac } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PushPayload, repoCreateStatus, repoGetCombinedStatusByRef } from '@mosaic/contracts/gitea';
import { eventData, refUpdated } from '@mosaic/contracts/mosaic';

import { addHook, commit, type ForgeHarness, type Receiver, runGit, startForge, startReceiver, TOKENS } from './harness.ts';

describe('the main loop', () => {
  let bench: ForgeHarness;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    bench = await startForge({ config: { allowedHookHosts: [receiver.host] } });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('carries a push to the webhook, and serves what CI asks for', async () => {
    const ada = bench.as(TOKENS.ada);
    const repository = await ada.createRepository({ name: 'hello', private: true });
    expect(repository).toMatchObject({ full_name: 'ada/hello', private: true, empty: true, default_branch: 'main' });
    const hook = await addHook(ada, 'ada/hello', { url: receiver.url, secret: 'hush', events: ['push', 'create'] });
    expect(JSON.stringify(hook)).not.toContain('hush');

    const work = await bench.workspace('ada/hello', TOKENS.ada, { 'README.md': '# Hello\n', 'src/a b.txt': 'one\n' });
    const said = await bench.git(['push', 'origin', 'main'], { cwd: work });
    expect(said).toMatch(/remote: Journey: http:\/\/localhost:8080\/-\/journeys\/[0-9a-f]{32}/);
    const sha = (await runGit(['rev-parse', 'HEAD'], { cwd: work })).trim();

    const moved = (await bench.events()).find((event) => event.type === 'dev.mosaic.ref.updated');
    const data = eventData(refUpdated, moved as NonNullable<typeof moved>);
    expect(data).toMatchObject({
      repository: 'ada/hello',
      ref: 'refs/heads/main',
      before: '0'.repeat(40),
      after: sha,
      forced: false,
      title: 'A change',
    });
    expect(said).toContain(moved?.traceId);

    await receiver.until(2);
    const [create, push] = receiver.received;
    expect(create?.headers['x-gitea-event']).toBe('create');
    const { headers, body } = push as NonNullable<typeof push>;
    expect(headers['x-gitea-event']).toBe('push');
    expect(headers['x-gitea-signature']).toBe(createHmac('sha256', 'hush').update(body).digest('hex'));
    expect(headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', 'hush').update(body).digest('hex')}`);
    expect(headers['x-hub-signature']).toBe(`sha1=${createHmac('sha1', 'hush').update(body).digest('hex')}`);
    expect(headers['x-github-event']).toBe('push');
    expect(headers['x-gitea-hook-installation-target-type']).toBe('repository');
    expect(headers.traceparent).toContain(moved?.traceId);
    const payload = PushPayload.parse(JSON.parse(body));
    expect(payload).toMatchObject({
      ref: 'refs/heads/main',
      after: sha,
      total_commits: 1,
      sender: { login: 'ada' },
      repository: { full_name: 'ada/hello' },
    });
    expect(payload.commits[0]?.added).toEqual(['README.md', 'src/a b.txt']);
    expect(payload.repository.owner.visibility).toBe('public');

    expect(await ada.fileText({ owner: 'ada', repo: 'hello', filepath: 'src/a b.txt', query: { ref: sha } })).toBe('one\n');
    expect(await ada.fileText({ owner: 'ada', repo: 'hello', filepath: 'missing', query: { ref: sha } })).toBeNull();
    const ci = bench.as(TOKENS.ci);
    await ci.call(repoCreateStatus, { owner: 'ada', repo: 'hello', sha, body: { state: 'pending', context: 'ci/woodpecker/push/test' } });
    await ci.call(repoCreateStatus, { owner: 'ada', repo: 'hello', sha, body: { state: 'success', context: 'ci/woodpecker/push/test' } });
    expect(await ada.callOrNull(repoGetCombinedStatusByRef, { owner: 'ada', repo: 'hello', ref: 'main' })).toMatchObject({
      state: 'success',
      total_count: 1,
      sha,
    });
  });

  it('delivers in order, again after a failure, under the same id', async () => {
    const before = receiver.received.length;
    const work = await bench.workspace('ada/hello', TOKENS.ada);
    await bench.git(['fetch', '-q', 'origin'], { cwd: work });
    await bench.git(['reset', '-q', '--hard', 'origin/main'], { cwd: work });
    receiver.answers.push(503);
    const first = await commit(work, { 'a.txt': '1' });
    await bench.git(['push', '-q', 'origin', 'main'], { cwd: work });
    const second = await commit(work, { 'a.txt': '2' });
    await bench.git(['push', '-q', 'origin', 'main'], { cwd: work });
    await receiver.until(before + 3);
    const got = receiver.received.slice(before, before + 3).map(({ headers, body }) => ({
      id: headers['x-gitea-delivery'],
      after: (JSON.parse(body) as { after: string }).after,
    }));
    expect(got.map(({ after }) => after)).toEqual([first, first, second]);
    expect(got[0]?.id).toBe(got[1]?.id);
    expect(got[2]?.id).not.toBe(got[1]?.id);
  });
});
