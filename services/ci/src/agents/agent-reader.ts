import type { Selectable } from 'kysely';

import { MosaicError } from '@mosaic/platform/errors';

import type { AgentTable, CiQuerier } from '../db/schema.ts';

export type AgentRow = Selectable<AgentTable>;

export async function listAgents(db: CiQuerier, { offset, limit }: { offset: number; limit: number }): Promise<AgentRow[]> {
  return db.selectFrom('agents').selectAll().orderBy('id').offset(offset).limit(limit).execute();
}

/** @throws MosaicError (`not_found`). */
export async function getAgent(db: CiQuerier, id: number): Promise<AgentRow> {
  const found = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
  if (found === undefined) throw new MosaicError('not_found', 'There is no such agent.');
  return found;
}
