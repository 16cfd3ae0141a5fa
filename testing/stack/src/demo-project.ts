import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { callTool, journeyGet } from '@mosaic/contracts/mosaic';
import { runDemo } from '@mosaic/server/demo';

import type { TestPerson, TestStack } from './test-stack.ts';
import { until } from './until.ts';

/** Moments of one push by stock git, by `performance.now()` of this process. */
export interface TimedPush {
  startedAt: number;
  endedAt: number;
}

/** The demo's own project in a working folder, ready for further pushes. */
export interface DemoProject extends AsyncDisposable {
  person: TestPerson;
  owner: string;
  name: string;
  /** Address of the site that the project deploys to. */
  site: string;
  /** Makes a commit and answers its id. */
  commit(): Promise<string>;
  /** Pushes what was committed; the times are those of the git process. */
  push(): Promise<TimedPush>;
  /** Waits until nothing is left to do for the last commit: its notification is there and no agent works. */
  settle(): Promise<void>;
}

/** Runs the demo once, which makes the project, and clones it. */
export async function openDemoProject(stack: TestStack, login: string): Promise<DemoProject> {
  const person = await stack.person(login);
  const { edgeUrl, publicUrl, ports } = stack;
  const demo = await runDemo({ publicUrl, edgeUrl, mcpUrl: `http://127.0.0.1:${ports.mcp}`, token: person.token, login });
  const parent = await mkdtemp(join(tmpdir(), 'mosaic-project-'));
  await person.git(parent)('clone', '--quiet', `${edgeUrl}/${demo.repository}.git`, 'project');
  const folder = join(parent, 'project');
  const git = person.git(folder);
  await git('config', 'user.name', login);
  await git('config', 'user.email', `${login}@localhost`);
  const [owner, name] = demo.repository.split('/') as [string, string];
  let made = 0;
  return {
    person,
    owner,
    name,
    site: demo.site,
    async commit() {
      made += 1;
      await appendFile(join(folder, 'index.html'), `<p>Change ${made}.</p>\n`);
      await git('commit', '--quiet', '--all', '--message', `Change ${made}`);
      return (await git('rev-parse', 'HEAD')).stdout.trim();
    },
    async push() {
      const startedAt = performance.now();
      await git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
      return { startedAt, endedAt: performance.now() };
    },
    async settle() {
      const sha = (await git('rev-parse', 'HEAD')).stdout.trim();
      await until('the end of the journey', async () => {
        const { journey } = await callTool(person.mcp, journeyGet, { id: sha });
        const isNotified = journey.hops.some((hop) => hop.kind === 'notification');
        return isNotified && journey.hops.every((hop) => hop.state !== 'running' && hop.state !== 'waiting') ? true : null;
      });
    },
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}
