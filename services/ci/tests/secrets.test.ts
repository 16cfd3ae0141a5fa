import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  isWireStatus,
  logText,
  deleteRepoSecret,
  getRepoLogs,
  getRepoSecrets,
  patchRepoSecret,
  postRepoPipelines,
  postRepoSecrets,
} from '@mosaic/contracts/woodpecker';

import { deliverPush } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness } from './harness.ts';

const VALUE = 'correct-horse-battery';

let stack: CiHarness;
beforeAll(async () => {
  stack = await startCi({ backends: ['dummy'] });
});
afterAll(() => stack[Symbol.asyncDispose]());

test('a secret is used, masked, filtered by event, and never told', async () => {
  const repository = stack.forge.add({
    id: 1,
    owner: 'ada',
    name: 'r',
    branches: { main: SHA },
    files: {
      [SHA]: {
        '.woodpecker.yaml': `when: { event: [push, manual] }\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands: [echo ${VALUE}]\n    environment: { TOKEN: { from_secret: deploy_key } }\n`,
      },
    },
  });
  const id = await stack.activate(repository);
  const client = stack.client('ada');
  const made = await client.call(postRepoSecrets, { repo_id: id, body: { name: 'Deploy_Key', value: VALUE, events: ['push'] } });
  expect(made).toMatchObject({ name: 'deploy_key', events: ['push'] });
  await expect(
    client.call(postRepoSecrets, { repo_id: id, body: { name: 'deploy_key', value: 'x-x-x', events: ['push'] } }),
  ).rejects.toSatisfy((error) => isWireStatus(error, 409));
  await expect(client.call(postRepoSecrets, { repo_id: id, body: { name: 'a b', value: 'x-x-x' } })).rejects.toSatisfy((error) =>
    isWireStatus(error, 400),
  );

  await deliverPush(repository, { sha: SHA });
  const pipeline = await stack.settled(id, 1);
  expect(pipeline.status).toBe('success');
  const entries = await client.call(getRepoLogs, { repo_id: id, pipeline_number: 1, step_id: pipeline.workflows[0]?.children[0]?.id ?? 0 });
  expect(entries.map(logText)).toEqual(['+ echo ********']);

  const manual = await client.call(postRepoPipelines, { repo_id: id, body: { branch: 'main' } });
  expect(manual.status).toBe('error');
  expect(manual.errors[0]?.message).toContain('not allowed for the event manual');

  await client.call(patchRepoSecret, { repo_id: id, secretName: 'deploy_key', body: { events: ['push', 'manual'] } });
  const again = await client.call(postRepoPipelines, { repo_id: id, body: { branch: 'main' } });
  expect((await stack.settled(id, again.number)).status).toBe('success');

  const shown = await (await stack.as('ada')({ method: 'GET', path: `/api/repos/${id}/secrets/deploy_key` })).text();
  expect(shown + JSON.stringify(await client.call(getRepoSecrets, { repo_id: id }))).not.toContain(VALUE);
  // Neither rows nor logs hold it in the clear: the sealed payload does, and only while it is to run.
  const files = readdirSync(join(stack.folder, 'ci'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(stack.folder, 'ci', name))
    .filter((path) => statSync(path).isFile() && path.includes('blobs'));
  for (const path of files) expect(readFileSync(path, 'utf8')).not.toContain(VALUE);

  await client.call(deleteRepoSecret, { repo_id: id, secretName: 'deploy_key' });
  expect(await client.call(getRepoSecrets, { repo_id: id })).toEqual([]);
  await expect(client.call(deleteRepoSecret, { repo_id: id, secretName: 'deploy_key' })).rejects.toSatisfy((error) =>
    isWireStatus(error, 404),
  );
});
