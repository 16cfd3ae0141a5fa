import type { Selectable } from 'kysely';

import { decodeByteText } from '@mosaic/contracts/wire';

import type { CommentRow, ReviewCommentRow, ReviewRow } from '../db/schema.ts';

/** Somebody as rows name them. */
export interface Reviewer {
  uid: number;
  login: string;
}

/** What one person says of a pull request; a draft while it is pending, a question to them while it is requested. */
export interface Review {
  id: number;
  issueId: number;
  reviewer: Reviewer;
  state: ReviewRow['state'];
  body: string;
  /** The head that was looked at; empty of a request. */
  commitId: string;
  stale: boolean;
  official: boolean;
  dismissed: boolean;
  /** Null unless somebody dismissed it, with their reason. */
  dismissal: { by: string; reason: string } | null;
  comments: number;
  submittedAt: number;
  updatedAt: number;
}

/** Where a comment stands, as it was made. */
export interface Place {
  /** As the change calls the file. */
  path: string;
  side: 'old' | 'new';
  /** As that side calls it. */
  sidePath: string;
  line: number;
  /** The head and the base of the change that was looked at. */
  commitId: string;
  baseId: string;
  hunk: string;
}

export interface ReviewComment {
  id: number;
  reviewId: number;
  body: string;
  author: Reviewer;
  resolver: Reviewer | null;
  place: Place;
  createdAt: number;
  updatedAt: number;
}

/** A suggestion that was committed. */
export interface AppliedSuggestion {
  commentId: number;
  /** In the text of the comment, from 0. */
  position: number;
  commitId: string;
  by: Reviewer;
}

export function reviewOf(row: Selectable<ReviewRow>, comments: number): Review {
  return {
    id: row.id,
    issueId: row.issue_id,
    reviewer: { uid: row.reviewer_uid, login: row.reviewer },
    state: row.state,
    body: row.body,
    commitId: row.commit_id,
    stale: row.stale === 1,
    official: row.official === 1,
    dismissed: row.dismissed === 1,
    dismissal: row.dismissed_by === null ? null : { by: row.dismissed_by, reason: row.dismissal_reason ?? '' },
    comments,
    submittedAt: row.submitted_at,
    updatedAt: row.updated_at,
  };
}

export function reviewCommentOf(row: Selectable<CommentRow> & Selectable<ReviewCommentRow>): ReviewComment {
  return {
    id: row.id,
    reviewId: row.review_id,
    body: row.body,
    author: { uid: row.author_uid, login: row.author },
    resolver: row.resolver_uid === null ? null : { uid: row.resolver_uid, login: row.resolver ?? '' },
    place: {
      path: decodeByteText(row.path),
      side: row.side,
      sidePath: decodeByteText(row.side_path),
      line: row.line,
      commitId: row.commit_id,
      baseId: row.base_id,
      hunk: row.diff_hunk,
    },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
