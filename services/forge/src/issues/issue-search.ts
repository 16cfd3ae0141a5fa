import { sql, type Expression, type SqlBool } from 'kysely';

import type { Reader } from '@mosaic/platform/db';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { OWNER_COLUMNS, repositoriesIn, repositoryOf, type Repository } from '../repositories/repository.ts';
import { anyOf, givenTo, seenBy, withCollaboration } from '../repositories/repository-visibility.ts';
import { seatsOf } from '../teams/seats.ts';
import { opens, type Team } from '../teams/team.ts';
import { foldText } from './fold-text.ts';
import type { Issue } from './issue.ts';
import { whole } from './issue-rows.ts';

/** What is sought over all repositories that the caller may see; every filter that is given must hold. */
export interface IssueSearch {
  caller: Caller;
  /** Both kinds where neither is asked for. */
  kind?: 'issues' | 'pulls' | undefined;
  state: 'open' | 'closed' | 'all';
  /** Names, of which an issue must bear one; those that nothing bears are passed over. */
  labels: readonly string[];
  q: string;
  /** Last changed at or after, ms. */
  since?: number | undefined;
  /** Last changed at or before, ms. */
  before?: number | undefined;
  /** Opened by one of these, by uid. */
  authors?: readonly number[] | undefined;
  /** The next three: of the person with this uid. */
  assignee?: number | undefined;
  /** Asked to review it, and has not yet. */
  requested?: number | undefined;
  reviewer?: number | undefined;
  /** In the repositories of this owner, by the id of `owners`. */
  ownerId?: number | undefined;
  team?: Team | undefined;
  offset: number;
  limit: number;
}

export interface FoundIssue {
  issue: Issue;
  repository: Repository;
}

/** A title or text that holds these words. */
export function holding(q: string): Expression<SqlBool> {
  const pattern = `%${foldText(q).replace(/[!%_]/g, (special) => `!${special}`)}%`;
  return sql<SqlBool>`searchable like ${pattern} escape '!'`;
}

/** Newest first. */
export async function searchIssues(db: Reader<ForgeTables>, search: IssueSearch): Promise<{ items: FoundIssue[]; total: number }> {
  const seats = await seatsOf(db, search.caller.id);
  const conditions = [...inSight(db, search, seats), ...(await bearing(db, search, seats)), ...asked(search)];
  const found = db.selectFrom('issues').where((where) => where.and(conditions));
  const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  // The ids first, which an index has: what is skipped is not read.
  const page = await found.select('issues.id').orderBy('issues.id', 'desc').offset(search.offset).limit(search.limit).execute();
  const issues = await whole(db, await rowsOf(db, page));
  const homes = await repositoriesOf(db, issues);
  return { items: issues.map((issue) => ({ issue, repository: homes.get(issue.repositoryId) as Repository })), total };
}

const isPull = sql<SqlBool>`exists (select 1 from pulls where pulls.issue_id = issues.id)`;
const isIssue = sql<SqlBool>`not exists (select 1 from pulls where pulls.issue_id = issues.id)`;

/** Of the wished kind, and in a repository where the caller may see that kind. */
function inSight(db: Reader<ForgeTables>, search: IssueSearch, seats: readonly Team[]): Expression<SqlBool>[] {
  // As a sum it is no part of an index: SQLite would look up each pair of an issue of one list and a repository of the other.
  const within = (unit: 'issues' | 'pulls') => sql<SqlBool>`(issues.repository_id + 0) in ${homes(db, search, { seats, unit })}`;
  const [issues, pulls] = [within('issues'), within('pulls')];
  if (search.kind !== undefined) return search.kind === 'pulls' ? [isPull, pulls] : [isIssue, issues];
  // Where every team opens all or nothing, both are in the same repositories.
  if (seats.every((team) => opens(team, 'issues') === opens(team, 'pulls') && opens(team, 'issues') === opens(team, 'code')))
    return [issues];
  return [anyOf([sql<SqlBool>`(${isIssue} and ${issues})`, sql<SqlBool>`(${isPull} and ${pulls})`])];
}

/** Ids of the repositories that are searched. */
function homes(
  db: Reader<ForgeTables>,
  { caller, ownerId, team }: IssueSearch,
  { seats, unit }: { seats: readonly Team[]; unit: 'issues' | 'pulls' },
) {
  return withCollaboration(db, caller)
    .select('repositories.id')
    .where('repositories.state', '=', 'ready')
    .where((where) => where.and(seenBy(caller, seats, unit)))
    .$if(ownerId !== undefined, (query) => query.where('repositories.owner_id', '=', ownerId ?? 0))
    .$if(team !== undefined, (query) => query.where(givenTo(team as Team)));
}

/** Bears one of the labels, if there is any label of these names where the caller looks. */
async function bearing(db: Reader<ForgeTables>, search: IssueSearch, seats: readonly Team[]): Promise<Expression<SqlBool>[]> {
  if (search.labels.length === 0) return [];
  const named = db.selectFrom('labels').where('labels.name', 'in', [...search.labels]);
  const units = (['issues', 'pulls'] as const).map((unit) => sql<SqlBool>`labels.repository_id in ${homes(db, search, { seats, unit })}`);
  const known = await named.select('labels.id').where(anyOf(units)).limit(1).executeTakeFirst();
  if (known === undefined) return [];
  const bearers = named.innerJoin('issue_labels', 'issue_labels.label_id', 'labels.id').select('issue_labels.issue_id');
  return [sql<SqlBool>`issues.id in ${bearers}`];
}

/** The filters that are of the issue itself. */
function asked({ state, q, since, before, authors, assignee, requested, reviewer }: IssueSearch): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (state !== 'all') conditions.push(sql<SqlBool>`issues.state = ${state}`);
  if (q !== '') conditions.push(holding(q));
  if (since !== undefined) conditions.push(sql<SqlBool>`issues.updated_at >= ${since}`);
  if (before !== undefined) conditions.push(sql<SqlBool>`issues.updated_at <= ${before}`);
  if (authors !== undefined) conditions.push(sql<SqlBool>`issues.author_uid in (${sql.join([...authors])})`);
  if (assignee !== undefined) conditions.push(sql<SqlBool>`issues.id in (select issue_id from issue_assignees where uid = ${assignee})`);
  if (requested !== undefined)
    conditions.push(sql<SqlBool>`issues.id in (select issue_id from reviews where reviewer_uid = ${requested} and state = 'requested')`);
  if (reviewer !== undefined)
    conditions.push(sql<SqlBool>`issues.id in (select issue_id from reviews where reviewer_uid = ${reviewer} and state <> 'requested')`);
  return conditions;
}

async function rowsOf(db: Reader<ForgeTables>, page: readonly { id: number }[]) {
  if (page.length === 0) return [];
  const ids = page.map(({ id }) => id);
  return db.selectFrom('issues').selectAll().where('id', 'in', ids).orderBy('id', 'desc').execute();
}

async function repositoriesOf(db: Reader<ForgeTables>, issues: readonly Issue[]): Promise<ReadonlyMap<number, Repository>> {
  const ids = [...new Set(issues.map(({ repositoryId }) => repositoryId))];
  if (ids.length === 0) return new Map();
  const rows = await repositoriesIn(db).selectAll('repositories').select(OWNER_COLUMNS).where('repositories.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, repositoryOf(row)]));
}
