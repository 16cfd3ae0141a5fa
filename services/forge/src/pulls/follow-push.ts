import { pullRequestMergeCancelled, pullRequestSynchronized } from '@mosaic/contracts/mosaic';
import { isZeroId, splitRefName } from '@mosaic/engines/git';
import type { EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { NOBODY } from '../keys/deploy-caller.ts';
import type { OpenPush } from '../pushes/push.ts';
import { findRepository, type Repository } from '../repositories/repository.ts';
import { markStale } from '../reviews/review-rows.ts';
import { settleSuggestions } from '../reviews/suggestion-rows.ts';
import { closePull } from './close-pulls.ts';
import { aboutPull } from './pull-events.ts';
import { insertVersion, openPullOf, pullRows, writeMerged, type OpenPull } from './pull-rows.ts';

/** What became of a ref. */
interface Moved {
  ref: string;
  before: string;
  after: string;
  forced: boolean;
}

/** A push that is being settled. */
interface Settled {
  repository: Repository;
  push: OpenPush;
  moved: readonly Moved[];
}

/** The same in the transaction that settles it. */
type Settling = Settled & { writer: EventWriter<ForgeTables> };

/**
 * What a push does to pull requests: the one that it merges is merged, or is not; suggestions that it brings are applied, or are not; those whose head moved have a new version, those whose
 * base moved are checked again, and those that have lost either branch are closed, as in Gitea. Called for a push of which nothing moved
 * too. Those that are to be checked are marked; a checker looks for the marks.
 */
export async function followPush(writer: EventWriter<ForgeTables>, settled: Settled): Promise<void> {
  const settling = { writer, ...settled };
  await settleMerge(settling);
  await settleSuggestions(settling.writer, settling);
  const branches = new Map(
    settling.moved.flatMap((move) => {
      const { kind, name } = splitRefName(move.ref);
      return kind === 'branch' ? [[name, move] as const] : [];
    }),
  );
  if (branches.size === 0) return;
  for (const pull of await openPulls(settling)) await follow(settling, pull, branches);
}

async function follow(settling: Settling, pull: OpenPull, branches: ReadonlyMap<string, Moved>): Promise<void> {
  const { writer, push, repository } = settling;
  const isInto = pull.repositoryId === repository.id;
  const into = isInto ? repository : await findRepository(writer.db, pull.repositoryId);
  if (into === undefined) return;
  const head = pull.head.repositoryId === repository.id ? branches.get(pull.head.branch) : undefined;
  const base = isInto ? branches.get(pull.base) : undefined;
  if ((head !== undefined && isZeroId(head.after)) || (base !== undefined && isZeroId(base.after)))
    await closePull(writer.as(causeOf(push)), into, pull);
  else if (head !== undefined) await moveHead({ ...settling, repository: into }, pull, head);
  else if (base !== undefined) await checkAgain(writer, [pull.issueId]);
}

/** Marks pull requests whose merge is to be tried anew. */
export async function checkAgain({ db }: EventWriter<ForgeTables>, issueIds: readonly number[]): Promise<void> {
  await db
    .updateTable('pulls')
    .set((expression) => ({ mergeability: 'checking', check_round: expression('check_round', '+', 1) }))
    .where('issue_id', 'in', [...issueIds])
    .execute();
}

async function settleMerge({ writer, repository, push, moved }: Settling): Promise<void> {
  const { db } = writer;
  const row = await pullRows(writer.db)
    .where('pulls.repository_id', '=', repository.id)
    .where('pulls.merge_push_id', '=', push.id)
    .executeTakeFirst();
  if (row === undefined) return;
  const pull = openPullOf(row);
  const move = moved.find(({ ref }) => ref === `refs/heads/${pull.base}`);
  if (move === undefined) {
    await db.updateTable('pulls').set({ merge_push_id: null, merge_style: null }).where('issue_id', '=', pull.issueId).execute();
    return;
  }
  await writeMerged(writer, repository, {
    issueId: pull.issueId,
    pull: { ...pull, pull },
    commit: move.after,
    style: row.merge_style ?? '',
    by: push.actor,
    cause: causeOf(push),
  });
}

async function moveHead({ writer, repository, push }: Settling, pull: OpenPull, { before, after, forced }: Moved): Promise<void> {
  const { db } = writer;
  await db.updateTable('pulls').set({ head_id: after }).where('issue_id', '=', pull.issueId).execute();
  await checkAgain(writer, [pull.issueId]);
  await markStale(writer, pull.issueId, after);
  await insertVersion(writer, { issueId: pull.issueId, headId: after, actor: push.actor.login, forced });
  await db.updateTable('issues').set({ updated_at: Date.now() }).where('id', '=', pull.issueId).execute();
  const told = { ...pull, pull: { ...pull, headId: after } };
  writer.as(causeOf(push)).emit(pullRequestSynchronized, aboutPull(repository, told, { before, after, forced }));
  // Told as its owner's doing, who may merge what their key may not.
  if (push.actor.uid === NOBODY && pull.head.repositoryId !== repository.id) await dropScheduled(writer, repository, { told, push });
}

async function dropScheduled(
  writer: EventWriter<ForgeTables>,
  repository: Repository,
  { told, push }: { told: Parameters<typeof aboutPull>[1] & { issueId: number }; push: OpenPush },
): Promise<void> {
  const dropped = writer.db.deleteFrom('scheduled_merges').where('issue_id', '=', told.issueId);
  if ((await dropped.executeTakeFirst()).numDeletedRows === 0n) return;
  writer.as(causeOf(push)).emit(pullRequestMergeCancelled, aboutPull(repository, told, { reason: 'head' }));
}

function causeOf({ actor, traceId }: OpenPush) {
  return { actor: actor.login, traceId };
}

/** Those that go into the repository, and those that come from it. */
async function openPulls({ writer, repository }: Settling): Promise<OpenPull[]> {
  const rows = await pullRows(writer.db)
    .where((is) => is.or([is('pulls.repository_id', '=', repository.id), is('pulls.head_repository_id', '=', repository.id)]))
    .where('issues.state', '=', 'open')
    .orderBy('pulls.repository_id')
    .orderBy('issues.number')
    .execute();
  return rows.map(openPullOf);
}
