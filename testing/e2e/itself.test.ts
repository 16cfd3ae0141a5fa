import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { callTool, deploymentList } from '@mosaic/contracts/mosaic';
import {
  FINAL_STATUSES,
  logText,
  type Pipeline,
  getRepoLogs,
  getRepoPipeline,
  getRepoPipelines,
  getReposLookup,
} from '@mosaic/contracts/woodpecker';
import { requireProgram } from '@mosaic/testing/servers';
import { TestStack, until, type TestPerson } from '@mosaic/testing/stack';

import { runProgram } from './src/run-program.ts';
import { openStockGit, type StockGit } from './src/stock-git.ts';

const CHECKOUT = join(import.meta.dirname, '../..');
const MINUTES = 60_000;
/** The steps' PATH is the system's; the launcher brings Node 24 with the npm that it finds there. */
const hasNpm = requireProgram('/usr/{local/,}bin/npm') !== null;

let stack: TestStack;
let root: TestPerson;
let git: StockGit;
beforeAll(async () => {
  stack = await TestStack.create();
  root = await stack.person('root', 'administrator');
  git = await openStockGit(root);
});
afterAll(async () => {
  await git?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

test.skipIf(!hasNpm)(
  "this project's own pipeline passes here, and its dashboard is served as a site",
  { timeout: 20 * MINUTES },
  async () => {
    await copyCheckout();
    await git.run('itself', 'push', '--quiet', `${stack.edgeUrl}/root/mosaic-stack.git`, 'HEAD:refs/heads/main');

    const pipeline = await finished();
    expect(pipeline.status, await failureOf(pipeline)).toBe('success');
    const steps = pipeline.workflows?.flatMap((workflow) => workflow.children ?? []) ?? [];
    expect(steps.map((step) => [step.name, step.state])).toEqual([
      ['clone', 'success'],
      ['install', 'success'],
      ['check', 'success'],
      ['unit', 'success'],
      ['dashboard', 'success'],
    ]);

    await until('the deployment of the dashboard', async () => {
      const { deployments } = await callTool(root.mcp, deploymentList, { repository: 'root/mosaic-stack' });
      return deployments.some((deployment) => deployment.state === 'live') ? true : null;
    });
    const page = await site('/');
    expect(page).toContain('<div id="root">');
    const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? '';
    expect(script).not.toBe('');
    expect((await site(new URL(script, 'http://site/').pathname)).length).toBeGreaterThan(10_000);
  },
);

/** The commit that is checked out; a checkout without its history (an archive, a shallow clone) begins a new one. */
async function copyCheckout(): Promise<void> {
  const isWhole = existsSync(join(CHECKOUT, '.git')) && !existsSync(join(CHECKOUT, '.git/shallow'));
  if (isWhole) return void (await git.run('.', 'clone', '--quiet', '--no-local', `file://${CHECKOUT}`, 'itself'));
  await runProgram(
    'sh',
    [
      '-c',
      'mkdir itself && tar -C "$0" --exclude=node_modules --exclude=./.git --exclude=./.cache -cf - . | tar -C itself -xf -',
      CHECKOUT,
    ],
    {
      cwd: git.folder,
    },
  );
  await git.run('itself', 'init', '--quiet', '--initial-branch=main');
  await git.run('itself', 'add', '--all');
  await git.run('itself', 'commit', '--quiet', '--message', 'Begin');
}

function finished(): Promise<Pipeline> {
  return until(
    'the end of the pipeline',
    async () => {
      const repository = await root.ci.callOrNull(getReposLookup, { repo_full_name: 'root/mosaic-stack' });
      const [first] = repository === null ? [] : await root.ci.call(getRepoPipelines, { repo_id: repository.id });
      if (repository === null || first === undefined || !FINAL_STATUSES.has(first.status)) return null;
      return root.ci.callOrNull(getRepoPipeline, { repo_id: repository.id, pipeline_number: first.number });
    },
    15 * MINUTES,
  );
}

/** What the failing steps printed last. */
async function failureOf(pipeline: Pipeline): Promise<string> {
  const repository = await root.ci.callOrNull(getReposLookup, { repo_full_name: 'root/mosaic-stack' });
  const failed = pipeline.workflows?.flatMap((workflow) => workflow.children ?? []).filter((step) => step.state === 'failure') ?? [];
  const logs = failed.map(async (step) => {
    const lines = await root.ci.call(getRepoLogs, { repo_id: repository?.id ?? 0, pipeline_number: pipeline.number, step_id: step.id });
    return `step ${step.name} ended with ${step.exit_code}:\n${lines.map(logText).slice(-80).join('\n')}`;
  });
  const faults = pipeline.errors?.map(({ message }) => message) ?? [];
  return [...faults, ...(await Promise.all(logs))].join('\n\n');
}

/** A page of the site, asked by name at the one address, as its owner. */
async function site(path: string): Promise<string> {
  const headers = { host: `mosaic-stack.localhost:${stack.ports.edge}`, authorization: `Bearer ${root.token}` };
  const answer = await stack.send('edge', null)({ method: 'GET', path, headers });
  const text = await answer.text();
  expect(answer.status, text.slice(0, 500)).toBe(200);
  return text;
}
