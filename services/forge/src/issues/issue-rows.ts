import type { Selectable } from 'kysely';

import type { Reader } from '@mosaic/platform/db';

import type { ForgeTables, IssueRow } from '../db/schema.ts';
import { pullOf, pullsIn, type PullReviews } from '../pulls/pull.ts';
import { issueOf, type Issue, type Label } from './issue.ts';

/** Issues with what other tables hold of them. */
export async function whole(db: Reader<ForgeTables>, rows: readonly Selectable<IssueRow>[]): Promise<Issue[]> {
  const ids = rows.map((row) => row.id);
  const labels = await labelsOf(db, ids);
  const assigned =
    ids.length === 0
      ? []
      : await db.selectFrom('issue_assignees').selectAll().where('issue_id', 'in', ids).orderBy('login_lower').execute();
  const pulls = ids.length === 0 ? [] : await pullsIn(db).selectAll('pulls').where('issue_id', 'in', ids).execute();
  const pullIds = pulls.map((row) => row.issue_id);
  const said = await reviewsOf(db, pullIds);
  const pullById = new Map(pulls.map((row) => [row.issue_id, pullOf(row, said.get(row.issue_id))]));
  return rows.map((row) => {
    const { id } = row;
    const assignees = assigned.filter((one) => one.issue_id === id).map(({ uid, login }) => ({ uid, login }));
    return issueOf(row, { labels: labels.get(id) ?? [], assignees, pull: pullById.get(id) ?? null });
  });
}

/** Who is asked to review each, and how many comments stand on its lines. */
async function reviewsOf(db: Reader<ForgeTables>, issueIds: readonly number[]): Promise<Map<number, PullReviews>> {
  const byIssue = new Map(issueIds.map((id) => [id, { requested: [], comments: 0 } as PullReviews]));
  if (issueIds.length === 0) return byIssue;
  const reviews = db.selectFrom('reviews').where('reviews.issue_id', 'in', [...issueIds]);
  const asked = await reviews.select(['issue_id', 'reviewer_uid', 'reviewer']).where('state', '=', 'requested').orderBy('id').execute();
  for (const { issue_id, reviewer_uid: uid, reviewer: login } of asked) byIssue.get(issue_id)?.requested.push({ uid, login });
  const counts = await reviews
    .innerJoin('review_comments', 'review_comments.review_id', 'reviews.id')
    .select((select) => ['issue_id', select.fn.countAll<number>().as('total')])
    .where('state', '!=', 'pending')
    .groupBy('issue_id')
    .execute();
  for (const { issue_id, total } of counts) {
    const found = byIssue.get(issue_id);
    if (found !== undefined) found.comments = total;
  }
  return byIssue;
}

async function labelsOf(db: Reader<ForgeTables>, issueIds: readonly number[]): Promise<Map<number, Label[]>> {
  const byIssue = new Map<number, Label[]>();
  if (issueIds.length === 0) return byIssue;
  const rows = await db
    .selectFrom('issue_labels')
    .innerJoin('labels', 'labels.id', 'issue_labels.label_id')
    .select(['issue_labels.issue_id', 'labels.id', 'labels.name', 'labels.color'])
    .where('issue_labels.issue_id', 'in', [...issueIds])
    .orderBy('labels.name')
    .execute();
  for (const row of rows) {
    const label = { id: row.id, name: row.name, color: row.color };
    byIssue.set(row.issue_id, [...(byIssue.get(row.issue_id) ?? []), label]);
  }
  return byIssue;
}
