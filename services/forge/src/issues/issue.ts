import type { Selectable } from 'kysely';

import type { CommentRow, IssueRow } from '../db/schema.ts';
import type { Pull } from '../pulls/pull.ts';

export interface Label {
  id: number;
  name: string;
  color: string;
}

/** Somebody who works on an issue. */
export interface Assignee {
  uid: number;
  login: string;
}

export interface Issue {
  id: number;
  repositoryId: number;
  /** Counts within the repository, from 1. */
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  author: { uid: number; login: string };
  labels: Label[];
  assignees: Assignee[];
  comments: number;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  /** The last second of the day (UTC) that it is to be done by. */
  dueAt: number | null;
  /** What makes it a pull request; null for one that is none. */
  pull: Pull | null;
}

export interface Comment {
  id: number;
  issueId: number;
  body: string;
  author: { uid: number; login: string };
  createdAt: number;
  updatedAt: number;
}

/** A comment with its issue, and what it is a part of: a draft's is for who writes it alone. */
export interface FoundComment {
  comment: Comment;
  issue: Issue;
  partOf: 'issue' | 'review' | 'draft';
}

export function issueOf(row: Selectable<IssueRow>, { labels, assignees, pull }: Pick<Issue, 'labels' | 'assignees' | 'pull'>): Issue {
  return {
    id: row.id,
    repositoryId: row.repository_id,
    number: row.number,
    title: row.title,
    body: row.body,
    state: row.state,
    author: { uid: row.author_uid, login: row.author },
    labels,
    assignees,
    comments: row.comments,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
    dueAt: row.due_at,
    pull,
  };
}

export function commentOf(row: Selectable<CommentRow>): Comment {
  return {
    id: row.id,
    issueId: row.issue_id,
    body: row.body,
    author: { uid: row.author_uid, login: row.author },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
