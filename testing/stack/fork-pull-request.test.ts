import { expect, test } from 'vitest';

import { createFork, repoAddCollaborator, repoCreatePullRequest, repoGetBranch } from '@mosaic/contracts/gitea';
import { getRepoPipeline, getRepoPipelines, postRepoPipelineApprove, postRepoSecrets } from '@mosaic/contracts/woodpecker';

import { logOf, openWorkingCopy, pipelineOf, TestStack, until } from './src/index.ts';

const VALUE = 'correct-horse-battery';
const QUIET = `when: { event: [push, pull_request] }
labels: { backend: local }
steps:
  - name: tell
    image: sh
    commands: ['echo told']
`;
/** What its author would have the runner tell them. */
const CURIOUS = QUIET.replace('echo told', 'env; echo told');
const GREEDY = `${QUIET}    environment: { KEY: { from_secret: key } }\n`;
const at = { owner: 'ada', repo: 'pages' };

test('what a fork asks for waits for an approval, and gets no secret then', { timeout: 120_000 }, async () => {
  await using stack = await TestStack.create();
  const ada = await stack.person('ada');
  const bob = await stack.person('bob');
  await using copy = await openWorkingCopy(stack, ada, 'ada/pages');
  const first = await copy.commit({ '.woodpecker.yaml': QUIET });
  await copy.push();
  const { repoId: repo_id } = await pipelineOf(ada, 'ada/pages', first, 'push');
  await ada.ci.call(postRepoSecrets, { repo_id, body: { name: 'key', value: VALUE } });
  await ada.forge.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'read' } });

  await bob.forge.call(createFork, { ...at, body: {} });
  await using own = await openWorkingCopy(stack, bob, 'bob/pages');
  await own.git('fetch', '--quiet', 'origin', 'main');
  await own.git('checkout', '--quiet', '-B', 'topic', 'FETCH_HEAD');
  const sha = await own.commit({ '.woodpecker.yaml': CURIOUS });
  await own.push('topic');
  expect((await bob.forge.call(repoGetBranch, { owner: 'bob', repo: 'pages', branch: 'topic' })).commit.id).toBe(sha);
  await bob.forge.call(repoCreatePullRequest, { ...at, body: { head: 'bob:topic', base: 'main', title: 'Curious' } });

  const held = await until('the pipeline of the pull request', async () => {
    const listed = await ada.ci.call(getRepoPipelines, { repo_id });
    return listed.find(({ commit, status }) => commit === sha && status !== 'created') ?? null;
  });
  const whole = await ada.ci.call(getRepoPipeline, { repo_id, pipeline_number: held.number });
  expect(whole).toMatchObject({ event: 'pull_request', status: 'blocked', from_fork: true });
  // Nothing of it is made ready before.
  expect(whole.workflows ?? []).toEqual([]);
  // Who asks is not who lets it run.
  await expect(bob.ci.call(postRepoPipelineApprove, { repo_id, pipeline_number: held.number })).rejects.toMatchObject({ status: 403 });

  await ada.ci.call(postRepoPipelineApprove, { repo_id, pipeline_number: held.number });
  const built = await pipelineOf(ada, 'ada/pages', sha, 'pull_request');
  const log = await logOf(ada, built);
  expect([built.status, log.includes('told'), log.includes(VALUE)]).toEqual(['success', true, false]);

  // One that asks for a secret by its name is not even made ready: the secret is for none of a pull request's events.
  const second = await own.commit({ '.woodpecker.yaml': GREEDY });
  await own.push('topic');
  const refused = await pipelineOf(ada, 'ada/pages', second, 'pull_request');
  expect(refused).toMatchObject({ status: 'error', from_fork: true });
  expect(JSON.stringify(refused)).not.toContain(VALUE);
});
