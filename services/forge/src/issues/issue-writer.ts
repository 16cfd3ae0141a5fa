import { auditWritten, commentChanged, issueChanged, issueClosed, issueOpened } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EmittingWriter, EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { deletedMeanwhile } from '../repositories/deleted-meanwhile.ts';
import { about, type Repository } from '../repositories/repository.ts';
import { searchableText } from './fold-text.ts';
import type { Assignee, Comment, FoundComment, Issue, Label } from './issue.ts';

export interface NewIssue {
  title: string;
  body: string;
  author: Issue['author'];
  /** Ids of labels, or names; a name that is new is made. */
  labels: readonly (number | string)[];
  /** Opened and closed at once, e.g. when it comes from elsewhere. */
  closed?: boolean;
  dueAt?: number | undefined;
  assignees?: readonly Assignee[] | undefined;
}

export interface IssueChange {
  title?: string | undefined;
  body?: string | undefined;
  state?: 'open' | 'closed' | undefined;
  /** null takes it away. */
  dueAt?: number | null | undefined;
  /** In place of those who worked on it. */
  assignees?: readonly Assignee[] | undefined;
}

const LABEL_COLOR = '8b949e';

/** Opens, changes and discusses issues. Answers numbers and ids; the reader shows them. */
export class IssueWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Answers the number. */
  async open(repository: Repository, issue: NewIssue, cause: Cause): Promise<number> {
    return this.#events.transact(async (writer) => {
      const { number } = await insertIssue(writer, repository, issue);
      const { emit } = writer.as(cause);
      const told = about(repository, { number, title: issue.title });
      emit(issueOpened, told);
      if (issue.closed === true) emit(issueClosed, told);
      return number;
    });
  }

  /** For a repository that has none yet. */
  async addLabels(repository: Repository, labels: readonly Pick<Label, 'name' | 'color'>[]): Promise<void> {
    const rows = labels.map(({ name, color }) => ({ repository_id: repository.id, name, color }));
    await this.#events.transact(async ({ db }) => {
      await db.insertInto('labels').values(rows).execute();
    });
  }

  async edit(repository: Repository, issue: Issue, change: IssueChange, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { title, state } = await changeIssue(writer, issue, change);
      const { emit } = writer.as(cause);
      const own = { number: issue.number, title };
      if (state !== issue.state && state === 'closed') emit(issueClosed, about(repository, own));
      else emit(issueChanged, about(repository, { ...own, action: state === issue.state ? 'edited' : 'reopened' }));
    });
  }

  /** Answers the comment's id. */
  async comment(
    repository: Repository,
    { issue, body, author }: { issue: Issue; body: string; author: Comment['author'] },
    cause: Cause,
  ): Promise<number> {
    return this.#events.transact(async (writer) => {
      await writer.db
        .updateTable('issues')
        .set((expression) => ({ comments: expression('comments', '+', 1), updated_at: Date.now() }))
        .where('id', '=', issue.id)
        .execute();
      const commentId = await insertCommentRow(writer, { issueId: issue.id, repositoryId: repository.id, body, author });
      writer.as(cause).emit(commentChanged, about(repository, { number: issue.number, commentId, action: 'created' }));
      return commentId;
    });
  }

  async editComment(
    repository: Repository,
    { comment, issue, partOf, body }: FoundComment & { body: string },
    cause: Cause,
  ): Promise<void> {
    await this.#events.transact(async (writer) => {
      await writer.db.updateTable('comments').set({ body, updated_at: Date.now() }).where('id', '=', comment.id).execute();
      const told = { number: issue.number, commentId: comment.id, action: 'edited' } as const;
      tell(writer.as(cause), repository, { partOf, told });
    });
  }

  async deleteComment(repository: Repository, { comment, issue, partOf }: FoundComment, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      await writer.db.deleteFrom('comments').where('id', '=', comment.id).execute();
      // Those on lines are counted apart.
      if (partOf === 'issue')
        await writer.db
          .updateTable('issues')
          .set((expression) => ({ comments: expression('comments', '-', 1) }))
          .where('id', '=', issue.id)
          .execute();
      const told = { number: issue.number, commentId: comment.id, action: 'deleted' } as const;
      tell(writer.as(cause), repository, { partOf, told });
    });
  }
}

/** A comment's row alone: what counts it, or puts it on a line, is the caller's. Answers its id. */
export async function insertCommentRow(
  { db }: EventWriter<ForgeTables>,
  { issueId, repositoryId, body, author }: { issueId: number; repositoryId: number; body: string; author: Comment['author'] },
): Promise<number> {
  const now = Date.now();
  const own = { issue_id: issueId, repository_id: repositoryId, body, author_uid: author.uid, author: author.login };
  const { id } = await db
    .insertInto('comments')
    .values({ ...own, created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Of a draft nobody is told but the audit. */
function tell(
  { emit }: EmittingWriter<ForgeTables>,
  repository: Repository,
  { partOf, told }: { partOf: FoundComment['partOf']; told: { number: number; commentId: number; action: 'edited' | 'deleted' } },
): void {
  if (partOf === 'draft') emit(auditWritten, draftWritten(repository, told));
  else emit(commentChanged, about(repository, told));
}

/** That somebody wrote a draft of a review, and nothing of what. */
export function draftWritten({ fullName }: Repository, { number }: { number: number }) {
  return { subject: fullName, data: { operation: 'review.draft', allowed: true, detail: { number } } };
}

/** The rows of a new issue, with the next number of its repository. */
export async function insertIssue(
  writer: EventWriter<ForgeTables>,
  repository: Repository,
  issue: NewIssue,
): Promise<{ id: number; number: number }> {
  const { db } = writer;
  // The update comes first: it takes the row, so that two issues never get one number.
  await db
    .updateTable('repositories')
    .set((expression) => ({ next_issue: expression('next_issue', '+', 1) }))
    .where('id', '=', repository.id)
    .execute();
  const counter = await db.selectFrom('repositories').select('next_issue').where('id', '=', repository.id).executeTakeFirst();
  if (counter === undefined) throw deletedMeanwhile();
  const number = counter.next_issue - 1;
  const now = Date.now();
  const { id } = await db
    .insertInto('issues')
    .values({
      repository_id: repository.id,
      number,
      title: issue.title,
      body: issue.body,
      searchable: searchableText(issue),
      state: issue.closed === true ? 'closed' : 'open',
      author_uid: issue.author.uid,
      author: issue.author.login,
      comments: 0,
      created_at: now,
      updated_at: now,
      closed_at: issue.closed === true ? now : null,
      due_at: issue.dueAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await attachLabels(writer, { repository, issueId: id, labels: issue.labels });
  await assign(writer, id, issue.assignees ?? []);
  return { id, number };
}

/** Changes the rows of an issue; answers what it is now. */
export async function changeIssue(
  writer: EventWriter<ForgeTables>,
  issue: Issue,
  change: IssueChange,
): Promise<Pick<Issue, 'title' | 'body' | 'state'>> {
  const { title = issue.title, body = issue.body, state = issue.state } = change;
  const now = Date.now();
  await writer.db
    .updateTable('issues')
    .set({
      title,
      body,
      searchable: searchableText({ title, body }),
      state,
      updated_at: now,
      closed_at: state === 'open' ? null : (issue.closedAt ?? now),
      due_at: change.dueAt === undefined ? issue.dueAt : change.dueAt,
    })
    .where('id', '=', issue.id)
    .execute();
  if (change.assignees !== undefined) await assign(writer, issue.id, change.assignees);
  return { title, body, state };
}

async function assign({ db }: EventWriter<ForgeTables>, issueId: number, assignees: readonly Assignee[]): Promise<void> {
  await db.deleteFrom('issue_assignees').where('issue_id', '=', issueId).execute();
  if (assignees.length === 0) return;
  const rows = assignees.map(({ uid, login }) => ({ issue_id: issueId, uid, login, login_lower: login.toLowerCase() }));
  await db.insertInto('issue_assignees').values(rows).execute();
}

/** Adds labels that an issue does not bear yet. */
export async function attachLabels(
  { db }: EventWriter<ForgeTables>,
  { repository, issueId, labels }: { repository: Repository; issueId: number; labels: readonly (number | string)[] },
): Promise<void> {
  if (labels.length === 0) return;
  const chosen = new Set<number>();
  for (const label of labels) {
    const known = db.selectFrom('labels').select('id').where('repository_id', '=', repository.id);
    const narrowed = typeof label === 'number' ? known.where('id', '=', label) : known.where('name', '=', label);
    let row = await narrowed.executeTakeFirst();
    if (row === undefined && typeof label === 'string') {
      await db.insertInto('labels').values({ repository_id: repository.id, name: label, color: LABEL_COLOR }).execute();
      row = await narrowed.executeTakeFirst();
    }
    if (row === undefined) throw new MosaicError('invalid_input', `The repository has no label ${label}.`);
    chosen.add(row.id);
  }
  await db
    .insertInto('issue_labels')
    .values([...chosen].map((label_id) => ({ issue_id: issueId, label_id })))
    .execute();
}
