import { afterAll, beforeAll, expect, test } from 'vitest';

import { canFence } from '@mosaic/engines/pipeline';
import { ciDeleteArtifact } from '@mosaic/contracts/mosaic';
import { requestOf } from '@mosaic/contracts/wire';
import { logText, type Pipeline, getRepoLogs, getRepoPipeline, postRepoPipelineCancel } from '@mosaic/contracts/woodpecker';

import { deliverPush } from '@mosaic/testing/fakes';

import { readEvents, SHA, startCi, TOKENS, type CiHarness } from './harness.ts';

const fence = await canFence();
const SKIPPED = process.env['MOSAIC_TEST_REQUIRE'] !== 'all' && !fence.ok;

let stack: CiHarness;
let ids = 0;
beforeAll(async () => {
  stack = await startCi({ backends: ['local'], limits: { logLines: 50, artifactBytes: 100_000 } });
});
afterAll(() => stack[Symbol.asyncDispose]());

async function repositoryWith(yaml: string, isPrivate = false) {
  const id = (ids += 1);
  const repository = stack.forge.add({
    id,
    owner: 'ada',
    name: `r${id}`,
    private: isPrivate,
    files: { [SHA]: { '.woodpecker.yaml': yaml } },
    branches: { main: SHA },
  });
  return { repository, repositoryId: await stack.activate(repository) };
}

const steps = (...commands: string[]) =>
  `when: { event: [push, manual] }\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands:\n${commands.map((command) => `      - ${JSON.stringify(command)}\n`).join('')}`;

test.skipIf(SKIPPED)('lines arrive while their step is at work, and eof with its end', async () => {
  // The second step writes and then stays: what is read of it has arrived meanwhile, and the workflow outlives the first.
  const yaml = `${steps('seq 1 5')}  - name: later\n    image: bash\n    commands: ["echo written", "sleep 600"]\n`;
  const { repository, repositoryId } = await repositoryWith(yaml);
  const made = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
  const [first = 0, later = 0] = made.workflows[0]?.children.map(({ id }) => id) ?? [];
  const read = (stepId: number, from: Record<string, string> = {}) =>
    fetch(`${stack.url}/api/stream/logs/${repositoryId}/1/${stepId}`, { headers: { authorization: `Bearer ${TOKENS.ada}`, ...from } });
  const states = async () => {
    const now = await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
    return now?.workflows[0]?.children.map(({ state }) => state);
  };
  const linesUntil = async (answer: Response, isLast: (text: string) => boolean) => {
    const lines: { id: string; text: string }[] = [];
    for await (const { event, id = '', data } of readEvents(answer)) {
      if (event === 'eof') return { lines, hasEnded: true };
      const text = logText(JSON.parse(data) as { data: string });
      lines.push({ id, text });
      if (isLast(text)) break;
    }
    return { lines, hasEnded: false };
  };
  const whole = await linesUntil(await read(first), () => false);
  expect(whole).toMatchObject({
    hasEnded: true,
    lines: expect.arrayContaining(['1', '5'].map((text) => expect.objectContaining({ text }))),
  });
  const begun = await linesUntil(await read(later), (text) => text === 'written');
  expect([begun.hasEnded, await states()]).toEqual([false, ['success', 'running']]);
  const ids = whole.lines.map(({ id }) => id);
  const rest = await linesUntil(await read(first, { 'last-event-id': ids.at(-3) ?? '' }), () => false);
  expect(rest).toMatchObject({ hasEnded: true, lines: ids.slice(-2).map((id) => ({ id })) });
  await stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 1 });
  expect((await stack.settled(repositoryId, 1)).status).toBe('killed');
});

test.skipIf(SKIPPED)('of a long log the beginning and the end are kept, with a word of what is missing', async () => {
  const { repository, repositoryId } = await repositoryWith(steps('seq 1 200', 'echo the real reason'));
  await deliverPush(repository, { sha: SHA });
  const pipeline = await stack.settled(repositoryId, 1);
  const lines = (
    await stack
      .client('ada')
      .call(getRepoLogs, { repo_id: repositoryId, pipeline_number: 1, step_id: pipeline.workflows[0]?.children[0]?.id ?? 0 })
  ).map(logText);
  expect(lines).toHaveLength(52);
  expect(lines.slice(0, 2)).toEqual(['+ seq 1 200', '1']);
  expect(lines.find((line) => line.includes('than the 50 lines'))).toBeDefined();
  expect(lines.find((line) => line.includes('are left out here'))).toContain('153 lines');
  expect(lines.slice(-3)).toEqual(['200', '+ echo the real reason', 'the real reason']);
  expect(pipeline.status).toBe('success');
});

test.skipIf(SKIPPED)('an artifact is handed over, and kept from strangers', async () => {
  const { repository, repositoryId } = await repositoryWith(
    steps('mkdir -p dist/a', 'echo hello > dist/index.html', 'echo x > dist/a/b.txt', 'mosaic artifact upload dist --name site'),
    true,
  );
  await deliverPush(repository, { sha: SHA });
  expect((await stack.settled(repositoryId, 1)).status).toBe('success');
  const name = `ada/${repository.name}`;
  expect(await stack.extras('ada').listArtifacts(name, 1)).toMatchObject([{ name: 'site', files: 2, workflow: 'woodpecker', step: 's' }]);
  const archive = await stack.extras('ada').getArtifact(name, 1, 'site');
  const bytes = Buffer.from((await archive?.bytes()) ?? []);
  expect(bytes.toString('latin1')).toContain('index.html');
  expect(archive?.status).toBe(200);
  expect(await stack.extras('ada').getArtifact(name, 1, 'other')).toBeNull();
  for (const login of ['bob', null] as const) {
    expect(await stack.extras(login).listArtifacts(name, 1)).toBeNull();
    expect(await stack.extras(login).getArtifact(name, 1, 'site')).toBeNull();
  }
  const removal = requestOf(ciDeleteArtifact, { owner: 'ada', repo: repository.name, number: 1, artifact: 'site' });
  const statusFor = async (login: 'ada' | 'bob') => (await stack.as(login)(removal)).status;
  expect([await statusFor('bob'), await statusFor('ada'), await statusFor('ada')]).toEqual([404, 204, 404]);
  expect(await stack.extras('ada').listArtifacts(name, 1)).toEqual([]);
});

test.skipIf(SKIPPED)('an artifact over the limit fails its step in words', async () => {
  const { repository, repositoryId } = await repositoryWith(
    steps('mkdir d', 'head -c 300000 /dev/zero > d/big', 'mosaic artifact upload d --name big'),
  );
  await deliverPush(repository, { sha: SHA });
  const pipeline = await stack.settled(repositoryId, 1);
  expect(pipeline.status).toBe('failure');
  expect(pipeline.workflows[0]?.children[0]?.error).toContain('100000 bytes');
  expect(await stack.extras('ada').listArtifacts(`ada/${repository.name}`, 1)).toEqual([]);
});

test.skipIf(SKIPPED)('an image that cannot run here is said at once', async () => {
  const { repository, repositoryId } = await repositoryWith(steps('true').replace('image: bash', 'image: golang:1.26'));
  await deliverPush(repository, { sha: SHA });
  const pipeline = await stack.settled(repositoryId, 1);
  expect(pipeline.status).toBe('failure');
  expect(pipeline.workflows[0]?.error).toContain('golang:1.26');
});
