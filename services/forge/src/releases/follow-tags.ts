import { isZeroId, splitRefName } from '@mosaic/engines/git';
import type { EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { MovedRef, OpenPush } from '../pushes/push.ts';
import type { Repository } from '../repositories/repository.ts';
import { releaseOf, type Release } from './release.ts';
import { tellOfRelease } from './release-events.ts';

interface Settling {
  writer: EventWriter<ForgeTables>;
  repository: Repository;
  push: OpenPush;
  moved: readonly MovedRef[];
}

/** Names of tags that are looked up together. */
const BATCH = 500;

/**
 * What a push does to releases: the one that it makes the tag of is published, or is not; a draft whose tag comes is published, and
 * one whose tag goes is a draft again, as in Gitea. Called for a push of which nothing moved too.
 */
export async function followTags(writer: EventWriter<ForgeTables>, settled: Omit<Settling, 'writer'>): Promise<void> {
  const settling = { writer, ...settled };
  const own = await settleOwn(settling);
  const tags = new Map(
    settled.moved.flatMap((move) => {
      const { kind, name } = splitRefName(move.ref);
      return kind === 'tag' ? [[name.toLowerCase(), move] as const] : [];
    }),
  );
  const names = [...tags.keys()];
  for (let at = 0; at < names.length; at += BATCH) {
    const rows = await writer.db
      .selectFrom('releases')
      .selectAll()
      .where('repository_id', '=', settled.repository.id)
      .where('fresh', '=', 0)
      .where('tag_lower', 'in', names.slice(at, at + BATCH))
      .execute();
    for (const row of rows) {
      const move = tags.get(row.tag_lower);
      if (move !== undefined && row.id !== own) await follow(settling, releaseOf(row), move);
    }
  }
}

/** The release that was written together with the push; answers its id. */
async function settleOwn({ writer, repository, push, moved }: Settling): Promise<number | null> {
  const { db } = writer;
  const row = await db.selectFrom('releases').selectAll().where('tag_push_id', '=', push.id).executeTakeFirst();
  if (row === undefined) return null;
  const isMade = moved.some(({ ref, after }) => ref === `refs/tags/${row.tag_name}` && !isZeroId(after));
  if (!isMade) {
    if (row.fresh === 1) await db.deleteFrom('releases').where('id', '=', row.id).execute();
    else await db.updateTable('releases').set({ tag_push_id: null }).where('id', '=', row.id).execute();
    return row.id;
  }
  await db
    .updateTable('releases')
    .set({ draft: 0, fresh: 0, tag_push_id: null, created_at: Date.now() })
    .where('id', '=', row.id)
    .execute();
  // With its tag it is there for the first time, whatever it was called before.
  tellOfRelease(writer.as(causeOf(push)), repository, { before: null, after: { ...releaseOf(row), draft: false } });
  return row.id;
}

async function follow({ writer, repository, push }: Settling, release: Release, { after, madeAt }: MovedRef): Promise<void> {
  const { db } = writer;
  if (isZeroId(after)) {
    await db.updateTable('releases').set({ draft: 1 }).where('id', '=', release.id).execute();
    return;
  }
  await db
    .updateTable('releases')
    .set({ draft: 0, author_uid: push.actor.uid, author: push.actor.login, created_at: madeAt ?? Date.now() })
    .where('id', '=', release.id)
    .execute();
  // Of a tag that only moved its own event tells.
  if (release.draft) tellOfRelease(writer.as(causeOf(push)), repository, { before: release, after: { ...release, draft: false } });
}

function causeOf({ actor, traceId }: OpenPush) {
  return { actor: actor.login, traceId };
}
