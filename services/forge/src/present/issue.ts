import type { Comment, Issue, Label } from '../issues/issue.ts';
import { isDraft } from '../pulls/pull.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

export function presentLabel(links: Links, repository: Repository, label: Label) {
  return {
    id: label.id,
    name: label.name,
    exclusive: false,
    is_archived: false,
    color: label.color,
    description: '',
    url: `${links.api(repository)}/labels/${label.id}`,
  };
}

/** Gitea's Issue. */
export function presentIssue(links: Links, repository: Repository, issue: Issue) {
  const assignees = issue.assignees.map((one) => presentUser(links, one));
  return {
    id: issue.id,
    url: `${links.api(repository)}/issues/${issue.number}`,
    html_url: pageOf(links, repository, issue),
    number: issue.number,
    user: presentUser(links, issue.author),
    original_author: '',
    original_author_id: 0,
    title: issue.title,
    body: issue.body,
    ref: '',
    assets: [],
    labels: issue.labels.map((label) => presentLabel(links, repository, label)),
    milestone: null,
    assignee: assignees[0] ?? null,
    assignees: assignees.length === 0 ? null : assignees,
    state: issue.state,
    is_locked: false,
    comments: issue.comments,
    created_at: rfc3339(issue.createdAt),
    updated_at: rfc3339(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : rfc3339(issue.closedAt),
    due_date: issue.dueAt === null ? null : rfc3339(issue.dueAt),
    pull_request:
      issue.pull === null
        ? null
        : {
            merged: issue.pull.merged !== null,
            merged_at: issue.pull.merged === null ? null : rfc3339(issue.pull.merged.at),
            draft: isDraft(issue),
            html_url: pageOf(links, repository, issue),
          },
    repository: { id: repository.id, name: repository.name, owner: repository.owner.name, full_name: repository.fullName },
    pin_order: 0,
  };
}

function pageOf(links: Links, repository: Repository, { number, pull }: Pick<Issue, 'number' | 'pull'>): string {
  return pull === null ? `${links.repository(repository)}/issues/${number}` : links.pull(repository, number);
}

/** Gitea's Comment. */
export function presentComment(
  links: Links,
  repository: Repository,
  { comment, issue }: { comment: Comment; issue: Pick<Issue, 'number' | 'pull'> },
) {
  const page = pageOf(links, repository, issue);
  return {
    id: comment.id,
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: issue.pull === null ? '' : page,
    issue_url: issue.pull === null ? page : '',
    user: presentUser(links, comment.author),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: rfc3339(comment.createdAt),
    updated_at: rfc3339(comment.updatedAt),
  };
}
