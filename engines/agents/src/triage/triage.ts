import { z } from 'zod';

import { issueCreateComment, issueEditIssue, issueGetComments, issueListIssues, type Issue } from '@mosaic/contracts/gitea';
import { ciPipelineGet, ciPipelineList, ciPipelineLog, type Pipeline } from '@mosaic/contracts/mosaic';

import type { AgentResult, AgentRun, AgentStep, AgentWork } from '../runtime/agent-runtime.ts';
import { carriesMarker, newestPipeline } from './issue-marker.ts';
import { failedAgainComment, issueBody, issueTitle, resolvedComment, type FailureReport } from './issue-text.ts';
import { EXCERPT_LINES } from './log-excerpt.ts';
import { failureOf } from './pipeline-failure.ts';

const Input = z.object({ pipelineNumber: z.number().int(), branch: z.string(), sha: z.string(), resolved: z.boolean().default(false) });
type Input = z.infer<typeof Input>;

/** Pages of 50 issues looked through for the branch's own. */
const ISSUE_PAGES = 20;

/** Keeps one issue per branch: opens or updates it when a pipeline failed, closes it when the branch passes again. */
export async function* triage(run: AgentRun): AgentWork {
  const parsed = Input.safeParse(run.task.input);
  if (!parsed.success) return { outcome: 'failed', reason: 'The task does not say which pipeline of which branch it is about.' };
  const input = parsed.data;
  const [owner, name] = run.task.repository.split('/') as [string, string];
  const found = await findIssue(run, { owner, name, branch: input.branch });
  const comments =
    found === null ? [] : await run.tools.forge.call(issueGetComments, { owner, repo: name, index: found.number }, { signal: run.signal });
  const told =
    found === null ? 0 : newestPipeline([found.body, ...comments.filter((comment) => isOwn(run, comment)).map(({ body }) => body)]);
  if (told > input.pipelineNumber) return done(found, 'outdated');
  const place = { owner, name, issue: found, told };
  return yield* input.resolved ? resolve(run, input, place) : open(run, input, place);
}

interface Place {
  owner: string;
  name: string;
  issue: Issue | null;
  /** Newest pipeline that the issue tells of. */
  told: number;
}

async function* open(run: AgentRun, input: Input, { owner, name, issue, told }: Place): AgentWork {
  const { mcp, forge } = run.tools;
  yield step('reading the pipeline');
  const { pipeline } = await mcp(ciPipelineGet, { repository: run.task.repository, number: input.pipelineNumber });
  const failure = failureOf(pipeline);
  if (failure === null)
    return { outcome: 'failed', reason: `Pipeline #${input.pipelineNumber} has not failed: its state is ${pipeline.status}.` };
  if (await hasPassedSince(run, pipeline)) return done(issue, 'outdated');
  const stepId = failure.kind === 'step' ? failure.stepId : failure.kind === 'workflow' ? failure.step?.id : undefined;
  if (stepId !== undefined) yield step('reading the log');
  const lines = stepId === undefined ? [] : await lastLines(run, input.pipelineNumber, stepId);
  const report: FailureReport = { ...input, failure, lines, pipelineUrl: pipelineUrl(run, input.pipelineNumber) };
  const text = { title: issueTitle(report).slice(0, 255), body: issueBody(report) };
  run.signal.throwIfAborted();
  yield step(issue === null ? 'opening the issue' : `updating issue #${issue.number}`);
  if (issue === null) return done(await forge.createIssue(owner, name, text, { signal: run.signal }), 'opened');
  const at = { owner, repo: name, index: issue.number };
  // The comment first: it carries the pipeline's number, so a repeated attempt does not write it twice.
  if (told < input.pipelineNumber)
    await forge.call(issueCreateComment, { ...at, body: { body: failedAgainComment(report) } }, { signal: run.signal });
  const updated = await forge.call(issueEditIssue, { ...at, body: { ...text, state: 'open' } }, { signal: run.signal });
  return done(updated, issue.state === 'closed' ? 'reopened' : 'updated');
}

async function* resolve(run: AgentRun, input: Input, { owner, name, issue, told }: Place): AgentWork {
  const { forge } = run.tools;
  if (issue === null || issue.state === 'closed') return done(issue, 'nothing to close');
  run.signal.throwIfAborted();
  yield step(`closing issue #${issue.number}`);
  const text = resolvedComment({ ...input, pipelineUrl: pipelineUrl(run, input.pipelineNumber) });
  const at = { owner, repo: name, index: issue.number };
  if (told < input.pipelineNumber) await forge.call(issueCreateComment, { ...at, body: { body: text } }, { signal: run.signal });
  return done(await forge.call(issueEditIssue, { ...at, body: { state: 'closed' } }, { signal: run.signal }), 'closed');
}

/** The issue that this agent itself wrote for the branch; an open one before a closed one. */
async function findIssue(run: AgentRun, { owner, name, branch }: { owner: string; name: string; branch: string }): Promise<Issue | null> {
  for (const state of ['open', 'closed'] as const) {
    for (let page = 1; page <= ISSUE_PAGES; page++) {
      const query = { type: 'issues', state, page, limit: 50 };
      const items = await run.tools.forge.call(issueListIssues, { owner, repo: name, query }, { signal: run.signal });
      const issue = items.find((item) => isOwn(run, item) && carriesMarker(item.body, branch));
      if (issue !== undefined) return issue;
      if (items.length < 50) break;
    }
  }
  return null;
}

/** Whether a later pipeline of the branch is green: then the failure is history. */
async function hasPassedSince(run: AgentRun, pipeline: Pipeline): Promise<boolean> {
  const { pipelines } = await run.tools.mcp(ciPipelineList, { repository: run.task.repository, branch: pipeline.branch, limit: 20 });
  return pipelines.some((other) => other.branch === pipeline.branch && other.number > pipeline.number && other.status === 'success');
}

async function lastLines(run: AgentRun, number: number, stepId: number): Promise<string[]> {
  const { lines } = await run.tools.mcp(ciPipelineLog, {
    repository: run.task.repository,
    number,
    stepId,
    from: -EXCERPT_LINES,
    limit: EXCERPT_LINES,
  });
  return lines.map(({ text }) => text);
}

function isOwn(run: AgentRun, written: Pick<Issue, 'user'>): boolean {
  return written.user?.login.toLowerCase() === run.agent.login.toLowerCase();
}

function pipelineUrl(run: AgentRun, number: number): string {
  return `${run.publicUrl}/${run.task.repository}/pipelines/${number}`;
}

function step(text: string): AgentStep {
  return { kind: 'step', text };
}

function done(issue: Issue | null, action: string): AgentResult {
  return { outcome: 'completed', result: { issue: issue?.number ?? null, action } };
}
