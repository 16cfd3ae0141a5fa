import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';

import type { IssueOrder } from '@mosaic/contracts/gitea';
import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import type { Pull } from '../pulls/pull.ts';
import { commentOf, type Comment, type FoundComment, type Issue, type Label } from './issue.ts';
import { whole } from './issue-rows.ts';
import { holding, searchIssues, type FoundIssue, type IssueSearch } from './issue-search.ts';

export interface IssueList {
  /** Both kinds where neither is asked for. */
  kind?: 'issues' | 'pulls' | undefined;
  state: 'open' | 'closed' | 'all';
  /** Names that an issue must bear, all of them. */
  labels: readonly string[];
  /** Ids of labels likewise. */
  labelIds?: readonly number[];
  /** Of pull requests: the branch that they go into. */
  base?: string | undefined;
  q: string;
  /** Last changed at or after, ms. */
  since?: number | undefined;
  /** Last changed at or before, ms. */
  before?: number | undefined;
  /** Login of who opened it, in any case. */
  author?: string | undefined;
  /** Login of one who works on it, in any case. */
  assignee?: string | undefined;
  order?: IssueOrder | 'recentclose';
  offset: number;
  limit: number;
}

const COLUMNS: Record<IssueOrder | 'recentclose', ['number' | 'updated_at' | 'closed_at' | 'comments', 'asc' | 'desc']> = {
  newest: ['number', 'desc'],
  oldest: ['number', 'asc'],
  recentupdate: ['updated_at', 'desc'],
  leastupdate: ['updated_at', 'asc'],
  recentclose: ['closed_at', 'desc'],
  mostcomment: ['comments', 'desc'],
  leastcomment: ['comments', 'asc'],
};

export class IssueReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async byNumber(repositoryId: number, number: number): Promise<Issue | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('issues')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('number', '=', number)
        .executeTakeFirst();
      return row === undefined ? null : ((await whole(db, [row]))[0] ?? null);
    });
  }

  /** Newest first where no order is asked for, and within one. */
  async list(
    repositoryId: number,
    { kind, base, state, labels, labelIds = [], q, since, before, author, assignee, order = 'newest', offset, limit }: IssueList,
  ): Promise<{ items: Issue[]; total: number }> {
    return this.#store.read(async (db) => {
      let found = db.selectFrom('issues').where('repository_id', '=', repositoryId);
      if (kind !== undefined) found = found.where('id', kind === 'pulls' ? 'in' : 'not in', pullsOf(repositoryId));
      if (base !== undefined) found = found.where('id', 'in', pullsOf(repositoryId, base));
      if (state !== 'all') found = found.where('state', '=', state);
      for (const name of labels)
        found = found.where('id', 'in', (bearing) =>
          bearing
            .selectFrom('issue_labels')
            .innerJoin('labels', 'labels.id', 'issue_labels.label_id')
            .select('issue_labels.issue_id')
            .where('labels.repository_id', '=', repositoryId)
            .where('labels.name', '=', name),
        );
      for (const id of labelIds)
        found = found.where('id', 'in', (bearing) => bearing.selectFrom('issue_labels').select('issue_id').where('label_id', '=', id));
      if (q !== '') found = found.where(holding(q));
      if (since !== undefined) found = found.where('updated_at', '>=', since);
      if (before !== undefined) found = found.where('updated_at', '<=', before);
      if (author !== undefined) found = found.where(sql<SqlBool>`lower(author) = ${author.toLowerCase()}`);
      if (assignee !== undefined)
        found = found.where('id', 'in', (on) =>
          on.selectFrom('issue_assignees').select('issue_id').where('login_lower', '=', assignee.toLowerCase()),
        );
      const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await found
        .selectAll()
        .orderBy(...COLUMNS[order])
        .orderBy('number', 'desc')
        .offset(offset)
        .limit(limit)
        .execute();
      return { items: await whole(db, rows), total };
    });
  }

  /** Over all repositories, see {@link searchIssues}. */
  async search(search: IssueSearch): Promise<{ items: FoundIssue[]; total: number }> {
    return this.#store.read((db) => searchIssues(db, search));
  }

  async countOpen(repositoryId: number): Promise<{ issues: number; pulls: number }> {
    return this.#store.read(async (db) => {
      const open = db
        .selectFrom('issues')
        .select((select) => select.fn.countAll<number>().as('total'))
        .where('issues.repository_id', '=', repositoryId)
        .where('state', '=', 'open');
      const all = await open.executeTakeFirstOrThrow();
      const pulls = await open.innerJoin('pulls', 'pulls.issue_id', 'issues.id').executeTakeFirstOrThrow();
      return { issues: all.total - pulls.total, pulls: pulls.total };
    });
  }

  /** The newest pull request from one branch into another, an open one first; null when there is none. */
  async pullBetween(
    repositoryId: number,
    { base, head }: { base: string; head: { repositoryId: number; branch: string } },
  ): Promise<(Issue & { pull: Pull }) | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('issues')
        .innerJoin('pulls', 'pulls.issue_id', 'issues.id')
        .selectAll('issues')
        .where('pulls.repository_id', '=', repositoryId)
        .where('pulls.base_branch', '=', base)
        .where('pulls.head_repository_id', '=', head.repositoryId)
        .where('pulls.head_branch', '=', head.branch)
        .orderBy('issues.state', 'desc')
        .orderBy('issues.number', 'desc')
        .limit(1)
        .executeTakeFirst();
      const [issue] = row === undefined ? [] : await whole(db, [row]);
      return issue?.pull ? { ...issue, pull: issue.pull } : null;
    });
  }

  /** Whether an open pull request comes from a branch, into whichever repository, or goes into it. */
  async isBranchInUse({ repositoryId, branch }: { repositoryId: number; branch: string }): Promise<boolean> {
    return this.#store.read(async (db) => {
      const open = db.selectFrom('pulls').innerJoin('issues', 'issues.id', 'pulls.issue_id').where('issues.state', '=', 'open');
      const row = await open
        .select('issues.id')
        .where((is) =>
          is.or([
            is.and([is('pulls.head_repository_id', '=', repositoryId), is('pulls.head_branch', '=', branch)]),
            is.and([is('pulls.repository_id', '=', repositoryId), is('pulls.base_branch', '=', branch)]),
          ]),
        )
        .executeTakeFirst();
      return row !== undefined;
    });
  }

  /** Oldest first, without those that stand on lines. */
  async comments(issueId: number): Promise<Comment[]> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('comments')
        .selectAll()
        .where('issue_id', '=', issueId)
        .where((where) =>
          where.not(where.exists(where.selectFrom('review_comments').select('comment_id').whereRef('comment_id', '=', 'comments.id'))),
        )
        .orderBy('id')
        .execute();
      return rows.map(commentOf);
    });
  }

  /** A comment with its issue and what it is a part of; null when the repository has no such comment. */
  async comment(repositoryId: number, id: number): Promise<FoundComment | null> {
    const found = await this.#store.read(async (db) => {
      const row = await db
        .selectFrom('comments')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      const issue = await db.selectFrom('issues').selectAll().where('id', '=', row.issue_id).executeTakeFirstOrThrow();
      const [found] = await whole(db, [issue]);
      if (found === undefined) return null;
      return { comment: commentOf(row), issue: found, partOf: await partOf(db, id) };
    });
    return found;
  }

  async labels(repositoryId: number): Promise<Label[]> {
    return this.#store.read(async (db) => {
      return db.selectFrom('labels').select(['id', 'name', 'color']).where('repository_id', '=', repositoryId).orderBy('name').execute();
    });
  }
}

async function partOf(db: Reader<ForgeTables>, commentId: number): Promise<FoundComment['partOf']> {
  const review = await db
    .selectFrom('review_comments')
    .innerJoin('reviews', 'reviews.id', 'review_comments.review_id')
    .select('reviews.state')
    .where('comment_id', '=', commentId)
    .executeTakeFirst();
  if (review === undefined) return 'issue';
  return review.state === 'pending' ? 'draft' : 'review';
}

/** Ids of the issues that are pull requests, into one branch where it is named. */
function pullsOf(repositoryId: number, base?: string) {
  return (within: ExpressionBuilder<ForgeTables, 'issues'>) => {
    const pulls = within.selectFrom('pulls').select('pulls.issue_id').where('pulls.repository_id', '=', repositoryId);
    return base === undefined ? pulls : pulls.where('pulls.base_branch', '=', base);
  };
}
