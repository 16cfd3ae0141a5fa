import { z } from 'zod';

import { repoCreateStatus, repoGetAllCommits, repoGetContents, type Commit } from '@mosaic/contracts/gitea';
import { WireError } from '@mosaic/contracts/wire';

import type { AgentRun, AgentStep, AgentWork } from '../runtime/agent-runtime.ts';
import { conflictMarkers, largeFiles, readInPart, secrets, type Finding } from './findings.ts';
import { parseDiff, type AddedText } from './parse-diff.ts';
import { REVIEW_CONTEXT, verdictOf } from './review-verdict.ts';

const Input = z.object({ pipelineNumber: z.number().int(), sha: z.string().regex(/^[0-9a-f]{40}$/), before: z.string().default('') });

/** Commits of one push that are read; a longer push is judged by its newest. */
const COMMITS = 50;
/** Folders that are listed for the sizes of changed files. */
const FOLDERS = 200;

/** Judges what a push added, commit by commit, by fixed rules, and says so in a commit status. */
export async function* review(run: AgentRun): AgentWork {
  const parsed = Input.safeParse(run.task.input);
  if (!parsed.success) return { outcome: 'failed', reason: 'The task does not say which commit it is about.' };
  const { sha, before, pipelineNumber } = parsed.data;
  const [owner, name] = run.task.repository.split('/') as [string, string];
  yield step('reading the commits');
  const { commits, isPart } = await pushedCommits(run, { owner, name, sha, before });
  if (commits.length === 0) return { outcome: 'failed', reason: `The commit ${sha.slice(0, 10)} is not in the repository any more.` };
  const added: AddedText[] = [];
  for (const commit of commits) {
    const diff = await run.tools.forge.commitDiff(owner, name, commit.sha, { signal: run.signal });
    if (diff === null) return { outcome: 'failed', reason: `The forge does not show what commit ${commit.sha.slice(0, 10)} changed.` };
    added.push(...parseDiff(diff));
  }
  yield step(`judging ${added.length} changed files`);
  const paths = new Set([
    ...added.map(({ path }) => path),
    ...commits.flatMap(({ files }) => (files ?? []).map(({ filename }) => filename)),
  ]);
  const sizes = await sizesOf(run, { owner, name, sha, paths });
  const findings: Finding[] = [...conflictMarkers(added), ...largeFiles(sizes), ...(await secrets(added))];
  run.signal.throwIfAborted();
  const long = readInPart(added);
  const verdict = verdictOf(findings, [
    ...(isPart ? [`commits before the newest ${COMMITS}`] : []),
    ...(foldersOf(paths).length > FOLDERS ? [`sizes beyond ${FOLDERS} folders`] : []),
    ...(long.length > 0 ? [`the end of ${long.join(', ')}`] : []),
  ]);
  const target_url = `${run.publicUrl}/${run.task.repository}/pipelines/${pipelineNumber}`;
  await run.tools.forge.call(
    repoCreateStatus,
    { owner, repo: name, sha, body: { ...verdict, context: REVIEW_CONTEXT, target_url } },
    { signal: run.signal },
  );
  return { outcome: 'completed', result: { sha, state: verdict.state, findings: findings.slice(0, 100) } };
}

function step(text: string): AgentStep {
  return { kind: 'step', text };
}

interface Push {
  owner: string;
  name: string;
  sha: string;
  /** Where the branch stood; zeros or empty for a new one: then only the head is judged. */
  before: string;
}

/** What the push brought, without merges, whose content came with their parents. */
async function pushedCommits(run: AgentRun, { owner, name, sha, before }: Push): Promise<{ commits: Commit[]; isPart: boolean }> {
  const isNew = before === '' || /^0+$/.test(before);
  const ask = (query: { not?: string }) =>
    run.tools.forge.callOrNull(
      repoGetAllCommits,
      { owner, repo: name, query: { ...query, sha, limit: isNew ? 1 : COMMITS } },
      { signal: run.signal },
    );
  const brought = isNew ? null : await ask({ not: before }).catch(noneWhenRefused);
  // A branch that was set back brought nothing: then, too, what is there now is judged.
  const pushed = brought === null || brought.length === 0 ? ((await ask({})) ?? []) : brought;
  return {
    commits: pushed.length === 1 ? pushed : pushed.filter(({ parents }) => parents.length < 2),
    isPart: !isNew && pushed.length === COMMITS,
  };
}

/** Where the branch stood may have been forced away, and be gone; forges refuse to leave out what they do not know, by one status or another. */
function noneWhenRefused(error: unknown): null {
  if (error instanceof WireError) return null;
  throw error;
}

/** Sizes at the pushed commit; a listing of the folder tells them without the content. */
async function sizesOf(
  run: AgentRun,
  { owner, name, sha, paths }: { owner: string; name: string; sha: string; paths: ReadonlySet<string> },
): Promise<{ path: string; size: number }[]> {
  const sizes: { path: string; size: number }[] = [];
  for (const folder of foldersOf(paths).slice(0, FOLDERS)) {
    const entries = await run.tools.forge.callOrNull(
      repoGetContents,
      { owner, repo: name, filepath: folder, query: { ref: sha } },
      { signal: run.signal },
    );
    for (const { path, size, type } of Array.isArray(entries) ? entries : [])
      if (type === 'file' && paths.has(path)) sizes.push({ path, size });
  }
  return sizes;
}

function foldersOf(paths: ReadonlySet<string>): string[] {
  return [...new Set([...paths].map((path) => path.split('/').slice(0, -1).join('/')))];
}
