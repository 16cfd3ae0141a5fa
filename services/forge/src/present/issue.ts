import type { Comment, Issue, Label } from '../issues/issue.ts';
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
    html_url: `${links.repository(repository)}/issues/${issue.number}`,
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
    pull_request: null,
    repository: { id: repository.id, name: repository.name, owner: repository.owner.name, full_name: repository.fullName },
    pin_order: 0,
  };
}

/** Gitea's Comment. */
export function presentComment(links: Links, repository: Repository, { comment, number }: { comment: Comment; number: number }) {
  const issue = `${links.repository(repository)}/issues/${number}`;
  return {
    id: comment.id,
    html_url: `${issue}#issuecomment-${comment.id}`,
    pull_request_url: '',
    issue_url: issue,
    user: presentUser(links, comment.author),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: rfc3339(comment.createdAt),
    updated_at: rfc3339(comment.updatedAt),
  };
}
