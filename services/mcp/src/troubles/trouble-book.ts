import type { Store } from '@mosaic/platform/db';
import type { Cause } from '@mosaic/platform/events';

import { TOPICS } from '../topics.ts';
import type { McpTables } from '../db/schema.ts';
import type { FactLog, FactWriter } from '../facts/fact-writer.ts';
import { addEntry } from '../inbox/inbox-writer.ts';
import type { Trouble } from './troubles.ts';

/** A trouble and one person to be told of it. */
export interface TroubleNotice {
  login: string;
  trouble: Trouble;
}

export interface BookPorts {
  store: Store<McpTables>;
  facts: FactLog;
  publicUrl: string;
}

/** What is to be in inboxes now, as far as this look can say. */
export interface Look {
  notices: readonly TroubleNotice[];
  /** Whether a cause that is told and not among the notices is over. */
  isOver: (cause: string) => boolean;
  /** Whether the person may still know of such a thing. */
  mayKnow: (told: { login: string; cause: string }) => boolean;
}

/** Whether anybody was told of what is not over yet. */
export async function hasTold(store: Store<McpTables>): Promise<boolean> {
  return (await store.read((db) => db.selectFrom('told_troubles').select('cause').limit(1).executeTakeFirst())) !== undefined;
}

/** Brings the inboxes to what a look saw, in one transaction: each trouble is one entry of each person, and says when it is over. */
export async function bringUpToDate(ports: BookPorts, { notices, isOver, mayKnow }: Look): Promise<void> {
  const known = await ports.store.read((db) =>
    db
      .selectFrom('told_troubles')
      .innerJoin('inbox', 'inbox.id', 'told_troubles.entry_id')
      .select(['told_troubles.login', 'cause', 'entry_id', 'title', 'body'])
      .execute(),
  );
  const keyOf = ({ login, cause }: { login: string; cause: string }) => `${login} ${cause}`;
  const told = new Map(known.map((row) => [keyOf(row), row]));
  const wanted = new Set(notices.map(({ login, trouble }) => keyOf({ login, cause: trouble.cause })));
  const fresh = notices.filter(({ login, trouble }) => !told.has(keyOf({ login, cause: trouble.cause })));
  const changed = notices.flatMap(({ login, trouble }) => {
    const row = told.get(keyOf({ login, cause: trouble.cause }));
    return row === undefined || (row.title === trouble.title && row.body === trouble.body) ? [] : [{ row, trouble }];
  });
  const gone = known.filter((row) => !wanted.has(keyOf(row)) && !mayKnow(row));
  const over = known.filter((row) => !wanted.has(keyOf(row)) && mayKnow(row) && isOver(row.cause));
  if (fresh.length + changed.length + gone.length + over.length === 0) return;

  await ports.facts.transact(async (writer) => {
    const { db } = writer;
    for (const one of fresh) await addNotice(ports, writer, one);
    for (const { row, trouble } of changed)
      await db.updateTable('inbox').set({ title: trouble.title, body: trouble.body }).where('id', '=', row.entry_id).execute();
    for (const row of over)
      await db
        .updateTable('inbox')
        .set({ title: `Over: ${row.title}`, outcome: 'ok', read_at: writer.now })
        .where('id', '=', row.entry_id)
        .execute();
    for (const row of gone) await db.deleteFrom('inbox').where('id', '=', row.entry_id).execute();
    for (const { login, cause } of [...over, ...gone])
      await db.deleteFrom('told_troubles').where('login', '=', login).where('cause', '=', cause).execute();
    // Those who get a fresh entry are told by it.
    const concerned = new Set([...changed.map(({ row }) => row), ...gone, ...over].map(({ login }) => login));
    for (const login of concerned) writer.wake(TOPICS.inbox(login));
  });
}

/** Who tells of what belongs to no journey. */
const OWN: Cause = { actor: 'mosaic-mcp', traceId: '' };

async function addNotice({ publicUrl }: BookPorts, writer: FactWriter, { login, trouble }: TroubleNotice): Promise<void> {
  const { cause, title, body, path, repository } = trouble;
  const { id } = await addEntry(writer.as(OWN), {
    login,
    title,
    body,
    url: `${publicUrl}${path}`,
    outcome: 'fail',
    project: '',
    repository,
    trace_id: '',
  });
  await writer.db.insertInto('told_troubles').values({ login, cause, entry_id: id }).execute();
}
