import { isWhole } from '@mosaic/engines/git';
import type { Lifecycle } from '@mosaic/platform/lifecycle';

import type { LfsStore } from '../lfs/lfs-store.ts';
import { DamageBook } from '../repositories/damage-book.ts';
import { OwnerReader } from '../owners/owner-reader.ts';
import { RepositoryCreator } from '../repositories/repository-creator.ts';
import { RepositoryReader } from '../repositories/repository-reader.ts';
import { recoverFolders } from '../repositories/repository-recovery.ts';
import { RepositoryWriter } from '../repositories/repository-writer.ts';
import { TransferReader } from '../repositories/transfer-reader.ts';
import { TransferWriter } from '../repositories/transfer-writer.ts';
import type { ForgePorts } from './ports.ts';

/** Repositories, their owners and folders, and which of them are damaged. */
export function composeRepositories({ store, events, folders }: Pick<ForgePorts, 'store' | 'events' | 'folders'>, lfs: LfsStore) {
  const repositories = {
    reader: new RepositoryReader(store),
    creator: new RepositoryCreator({ events, folders, lfs }),
    writer: new RepositoryWriter(events, folders),
    transfers: { reader: new TransferReader(store), writer: new TransferWriter(events) },
    folders,
  };
  const damage = new DamageBook(async (fullName, signal) => {
    const found = await repositories.reader.loadByName(fullName);
    return found === null || isWhole(folders.open(found.id), signal);
  });
  return { owners: { reader: new OwnerReader(store) }, repositories, damage };
}

/** At start: what a kill cut short is settled, and what is damaged is told of. */
export async function recoverRepositories(
  damage: DamageBook,
  lifecycle: Lifecycle,
  { log, events, folders }: Pick<ForgePorts, 'log' | 'events' | 'folders'>,
): Promise<void> {
  lifecycle.stack.use(damage);
  lifecycle.degradeOn(async () => damage.words());
  for (const [repository, error] of await recoverFolders(events, folders)) {
    log.error({ err: error, repository }, 'a repository is damaged; the others go on');
    damage.note(repository);
  }
}
