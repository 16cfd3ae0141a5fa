import { repositoryModified } from '@mosaic/contracts/mosaic';
import type { EmittingWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { about, OWNER_COLUMNS, repositoriesIn, repositoryOf } from '../repositories/repository.ts';

/** The caller's own row, made at the first repository; it follows the login that accounts knows them by now. Answers its id. */
export async function claimOwner(writer: EmittingWriter<ForgeTables>, caller: Pick<Caller, 'id' | 'uid' | 'login'>): Promise<number> {
  const known = await writer.db.selectFrom('owners').select(['id', 'name']).where('principal_id', '=', caller.id).executeTakeFirst();
  const name = { name: caller.login, name_lower: caller.login.toLowerCase() };
  if (known === undefined) {
    const row = { kind: 'user', principal_id: caller.id, uid: caller.uid, ...name, created_at: Date.now() } as const;
    return (await writer.db.insertInto('owners').values(row).returning('id').executeTakeFirstOrThrow()).id;
  }
  const { id } = known;
  if (known.name !== caller.login) {
    await writer.db.updateTable('owners').set(name).where('id', '=', id).execute();
    await emitNewNames(writer, id);
  }
  return id;
}

/** Each of the owner's repositories stands at another address from now on. */
async function emitNewNames({ db, emit }: EmittingWriter<ForgeTables>, id: number): Promise<void> {
  const rows = await repositoriesIn(db)
    .selectAll('repositories')
    .select(OWNER_COLUMNS)
    .where('owners.id', '=', id)
    .where('state', '=', 'ready')
    .execute();
  for (const repository of rows.map(repositoryOf)) emit(repositoryModified, about(repository, { defaultBranch: repository.defaultBranch }));
}
