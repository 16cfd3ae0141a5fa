import { type taskTranscript, type TaskStep, type ToolArguments, type ToolOutput, TRANSCRIPT } from '@mosaic/contracts/mosaic';

import type { McpContext } from '../context.ts';
import type { McpWriter } from '../facts/fact-writer.ts';

/** Adds to the transcript of an attempt, in the transaction that shows that its lease is held; of too many steps the first ones stay. */
export async function addSteps(
  { db, cause }: McpWriter,
  { key, epoch }: { key: string; epoch: number },
  steps: readonly TaskStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const { last } = await db
    .selectFrom('task_steps')
    .select((expression) => expression.fn.max('seq').as('last'))
    .where('task', '=', key)
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow();
  const from = last ?? 0;
  const rows = steps
    .slice(0, Math.max(0, TRANSCRIPT.steps - from))
    .map((step, index) => ({ ...step, task: key, epoch, by: cause.actor, seq: from + index + 1 }));
  if (rows.length > 0) await db.insertInto('task_steps').values(rows).execute();
}

/** Steps of one attempt, oldest first. */
export async function transcriptOf(
  { store }: Pick<McpContext, 'store'>,
  key: string,
  { epoch, after, limit }: { epoch: number } & Pick<ToolArguments<typeof taskTranscript>, 'after' | 'limit'>,
): Promise<ToolOutput<typeof taskTranscript>> {
  const rows = await store.read((db) =>
    db
      .selectFrom('task_steps')
      .selectAll()
      .where('task', '=', key)
      .where('epoch', '=', epoch)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute(),
  );
  const steps = rows.map(({ seq, at, by, kind, text }) => ({ seq, at, by, kind, text }));
  return { epoch, steps };
}
