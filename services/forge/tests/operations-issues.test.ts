import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import { issueCreateIssue, issueListLabels } from '@mosaic/contracts/gitea';

import { startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* What of issues is ours alone; the rest is required (contracts/gitea/src/requirements.ts). */

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
const lib = { owner: 'ada', repo: 'lib' };
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'lib' });
  await ada().call(issueCreateIssue, { ...lib, body: { title: 'Leak', labels: ['bug', 'urgent'] } });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('a new issue: its title without space around it, due until the end of a day, given to agents, with labels of the repository alone', async () => {
  const [bug, urgent] = await ada().call(issueListLabels, lib);
  expect([bug?.name, urgent?.name]).toEqual(['bug', 'urgent']);
  await ada().createRepository({ name: 'made' });
  const open = (body: z.input<typeof issueCreateIssue.body>) => ada().call(issueCreateIssue, { owner: 'ada', repo: 'made', body });
  expect(await open({ title: ' One ' })).toMatchObject({ number: 1, title: 'One' });
  expect(await open({ title: 'Due', due_date: '2030-02-03T10:00:00Z' })).toMatchObject({ due_date: '2030-02-03T23:59:59Z' });
  expect(await open({ title: 'Ours', assignees: ['ada', 'triage'] })).toMatchObject({ assignees: [{ login: 'ada' }, { login: 'triage' }] });
  await expect(open({ title: 'Of elsewhere', labels: [bug?.id ?? 0] })).rejects.toMatchObject({ status: 422 });
});
