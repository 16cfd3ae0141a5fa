import { isWhole } from '@mosaic/engines/git';
import type { Life } from '@mosaic/platform/lifecycle';

import { DamageBook } from '../repositories/damage-book.ts';
import { RepositoryReader } from '../repositories/repository-reader.ts';
import { RepositoryWriter } from '../repositories/repository-writer.ts';
import type { ForgePorts } from './ports.ts';

export type Repositories = ReturnType<typeof composeRepositories>;

/** Repositories, their folders, and which of them are damaged. */
export function composeRepositories({ store, events, folders }: Pick<ForgePorts, 'store' | 'events' | 'folders'>) {
  const repositories = { reader: new RepositoryReader(store), writer: new RepositoryWriter(events, folders), folders };
  const damage = new DamageBook(async (fullName, signal) => {
    const found = await repositories.reader.loadByName(fullName);
    return found === null || isWhole(folders.open(found.id), signal);
  });
  return { repositories, damage };
}

/** At start: what a kill cut short is settled, and what is damaged is told of. */
export async function recoverRepositories(
  { repositories, damage }: Repositories,
  life: Life,
  { log }: Pick<ForgePorts, 'log'>,
): Promise<void> {
  life.stack.use(damage);
  life.tellOf(async () => damage.words());
  for (const [repository, error] of await repositories.writer.recover()) {
    log.error({ err: error, repository }, 'a repository is damaged; the others go on');
    damage.note(repository);
  }
}
