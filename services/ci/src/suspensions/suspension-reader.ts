import type { CiQuerier } from '../db/schema.ts';
import { OPEN_STATUSES } from '../pipelines/status-merge.ts';

/** Who suspended the login; null when nobody has. */
export async function suspenderOf(db: CiQuerier, login: string): Promise<string | null> {
  const row = await db.selectFrom('suspended').select('suspended_by').where('login_lower', '=', login.toLowerCase()).executeTakeFirst();
  return row?.suspended_by ?? null;
}

/** Ids of the pipelines that the login began and that are not over, oldest first. */
export async function listOpenOf(db: CiQuerier, login: string): Promise<number[]> {
  const rows = await db
    .selectFrom('pipelines')
    .select('id')
    .where('status', 'in', [...OPEN_STATUSES])
    .where((where) => where.fn<string>('lower', ['sender']), '=', login.toLowerCase())
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
