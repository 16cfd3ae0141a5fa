import type { ChangedFile } from '@mosaic/contracts/gitea';
import type { FileChanged } from '@mosaic/engines/git';

import { isDraft, pullRef } from '../pulls/pull.ts';
import type { PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Level } from '../repositories/repository-policy.ts';
import { presentLabel } from './issue.ts';
import type { Links } from './links.ts';
import { presentRepository } from './repository.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

/** What a pull request comes from, and the commits of its branches. */
export interface PresentedHead {
  repository: Repository;
  level: Level;
  tips: ReadonlyMap<string, string>;
}

/** Gitea's PullRequest. `tips`: commits of the base's branches that are there; `head`: null where it is gone, or hidden. Besides: `conflicted_files` where there are any. */
export function presentPull(
  links: Links,
  repository: Repository,
  issue: PullIssue,
  { level, tips, head }: { level: Level; tips: ReadonlyMap<string, string>; head: PresentedHead | null },
) {
  const { pull } = issue;
  const html = links.pull(repository, issue.number);
  const assignees = issue.assignees.map((one) => presentUser(links, one));
  const repo = presentRepository(links, repository, level);
  const from = head === null || head.repository.id === repository.id ? repo : presentRepository(links, head.repository, head.level);
  const text = `${links.api(repository)}/pulls/${issue.number}`;
  return {
    id: issue.id,
    url: html,
    number: issue.number,
    user: presentUser(links, issue.author),
    title: issue.title,
    body: issue.body,
    labels: issue.labels.map((label) => presentLabel(links, repository, label)),
    milestone: null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.reviews.requested.map((one) => presentUser(links, one)),
    requested_reviewers_teams: [],
    state: issue.state,
    draft: isDraft(issue),
    is_locked: false,
    comments: issue.comments,
    review_comments: pull.reviews.comments,
    additions: pull.size.additions,
    deletions: pull.size.deletions,
    changed_files: pull.size.files,
    html_url: html,
    // Upstream has a page behind each; here the operation of the API is what answers.
    diff_url: `${text}.diff`,
    patch_url: `${text}.patch`,
    mergeable: ['clean', 'nothing'].includes(pull.mergeability) && !isDraft(issue),
    merged: pull.merged !== null,
    merged_at: pull.merged === null ? null : rfc3339(pull.merged.at),
    merge_commit_sha: pull.merged === null ? null : pull.merged.commitId,
    merged_by: pull.merged === null ? null : presentUser(links, pull.merged.by),
    allow_maintainer_edit: pull.allowMaintainerEdit,
    base: { label: pull.base, ref: pull.base, sha: tips.get(pull.base) ?? '', repo_id: repository.id, repo },
    head: {
      label: pull.head.branch,
      ref: head?.tips.has(pull.head.branch) === true ? pull.head.branch : pullRef(issue.number),
      sha: pull.headId,
      repo_id: pull.head.repositoryId ?? -1,
      repo: head === null ? null : from,
    },
    merge_base: pull.mergeBase,
    due_date: issue.dueAt === null ? null : rfc3339(issue.dueAt),
    created_at: rfc3339(issue.createdAt),
    updated_at: rfc3339(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : rfc3339(issue.closedAt),
    pin_order: 0,
    content_version: 0,
    ...(pull.mergeability === 'conflict' && pull.conflicts.length > 0 ? { conflicted_files: pull.conflicts } : {}),
  };
}

/** Gitea's ChangedFile, at the head's commit; one that is gone there, where it was last. */
export function presentChangedFile(
  links: Links,
  repository: Repository,
  { file, from, headId }: { file: FileChanged; from: string; headId: string },
) {
  const commitId = file.kind === 'deleted' ? from : headId;
  const lines = { additions: file.additions, deletions: file.deletions, changes: file.additions + file.deletions };
  const path = links.path(file.path);
  return {
    filename: file.path,
    ...(file.formerPath === null ? {} : { previous_filename: file.formerPath }),
    status: statusOf(file, lines.changes),
    ...lines,
    html_url: links.source(repository, { kind: 'commit', commitId, name: commitId }, file.path),
    contents_url: `${links.api(repository)}/contents/${path}?ref=${commitId}`,
    raw_url: `${links.api(repository)}/raw/${path}?ref=${commitId}`,
  };
}

function statusOf({ kind }: FileChanged, changes: number): ChangedFile['status'] {
  if (kind !== 'modified') return kind;
  // Gitea's word for a file without lines, such as a picture.
  return changes === 0 ? 'unchanged' : 'changed';
}
