import { repositoryModified } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { EmittingWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { renameOwner, takeOwnerName } from '../repositories/former-names.ts';
import { about, OWNER_COLUMNS, repositoriesIn, repositoryOf } from '../repositories/repository.ts';

const WHOSE = { user: 'somebody else', organization: 'an organization' } as const;

/** The caller's own row, made at the first repository; it follows the login that accounts knows them by now. Answers its id. @throws MosaicError `conflict`. */
export async function claimOwner(writer: EmittingWriter<ForgeTables>, caller: Pick<Caller, 'id' | 'uid' | 'login'>): Promise<number> {
  const known = await writer.db.selectFrom('owners').select(['id', 'name']).where('principal_id', '=', caller.id).executeTakeFirst();
  const taken = await writer.db
    .selectFrom('owners')
    .select('kind')
    .where('name_lower', '=', caller.login.toLowerCase())
    .where((where) => where.or([where('principal_id', 'is', null), where('principal_id', '!=', caller.id)]))
    .executeTakeFirst();
  if (taken !== undefined)
    throw new MosaicError(
      'conflict',
      `The name "${caller.login}" belongs to ${WHOSE[taken.kind]} here; ask an administrator to change one of the two.`,
    );
  const name = { name: caller.login, name_lower: caller.login.toLowerCase() };
  if (known === undefined) {
    const row = { kind: 'user', principal_id: caller.id, uid: caller.uid, ...name, created_at: Date.now() } as const;
    await takeOwnerName(writer, caller.login);
    return (await writer.db.insertInto('owners').values(row).returning('id').executeTakeFirstOrThrow()).id;
  }
  const { id } = known;
  if (known.name !== caller.login) {
    await writer.db.updateTable('owners').set(name).where('id', '=', id).execute();
    await renameOwner(writer, { ownerId: id, former: known.name, name: caller.login });
    await emitNewNames(writer, id);
  }
  return id;
}

/** Each of the owner's repositories stands at another address, or before other eyes, from now on. */
export async function emitNewNames({ db, emit }: EmittingWriter<ForgeTables>, id: number): Promise<void> {
  const rows = await repositoriesIn(db)
    .selectAll('repositories')
    .select(OWNER_COLUMNS)
    .where('owners.id', '=', id)
    .where('state', '=', 'ready')
    .execute();
  for (const repository of rows.map(repositoryOf)) emit(repositoryModified, about(repository, { defaultBranch: repository.defaultBranch }));
}
