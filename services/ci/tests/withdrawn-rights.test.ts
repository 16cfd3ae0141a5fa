import { afterAll, beforeAll, expect, test } from 'vitest';

import { postRepoPipelineCancel, type Pipeline } from '@mosaic/contracts/woodpecker';
import { deliverPush } from '@mosaic/testing/fakes';

import { readEvents, SHA, startCi, TOKENS, type CiHarness, type Login } from './harness.ts';

const YAML =
  'when: { event: push }\nskip_clone: true\nsteps:\n  - name: long\n    image: bash\n    commands: [x]\n    environment: { SLEEP: 60s }\n';

let stack: CiHarness;
beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

test('a stream ends soon after the right to read it does, the others go on', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': YAML } } });
  const id = await stack.activate(repository);
  const made = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
  const log = `/api/stream/logs/${id}/1/${made.workflows[0]?.children[0]?.id}`;
  const ended: string[] = [];
  const stop = new AbortController();
  const follow = async (name: string, path: string, login: Login) => {
    const headers = { authorization: `Bearer ${TOKENS[login]}` };
    const response = await fetch(stack.url + path, { headers, signal: stop.signal });
    expect(response.status).toBe(200);
    void (async () => {
      for await (const _message of readEvents(response));
      ended.push(name);
    })().catch(() => undefined);
  };
  await follow('log, token revoked', log, 'root');
  await follow('events, token revoked', '/api/stream/events', 'root');
  await follow('log, repository hidden', log, 'bob');
  await follow('log of the owner', log, 'ada');
  await follow('events of the owner', '/api/stream/events', 'ada');

  stack.revoke('root');
  repository.private = true;
  await expect
    .poll(() => ended.toSorted(), { timeout: 14_000 })
    .toEqual(['events, token revoked', 'log, repository hidden', 'log, token revoked']);
  stop.abort();
  await stack.client('ada').call(postRepoPipelineCancel, { repo_id: id, pipeline_number: 1 });
}, 30_000);
