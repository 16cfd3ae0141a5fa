import type { Store } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiTables } from '../db/schema.ts';
import { emitAudit } from '../pipelines/pipeline-facts.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { getSecret, listSecrets, type SecretRow } from './secret-reader.ts';
import { requireHideable } from './secret-value.ts';
import { createSecret, deleteSecret, updateSecret, type SecretChange } from './secret-writer.ts';

/** The secrets of repositories; each change is told to the audit by its name alone. */
export class Secrets {
  readonly #deps: { store: Store<CiTables>; events: EventLog<CiTables>; keyring: Keyring };

  constructor(deps: { store: Store<CiTables>; events: EventLog<CiTables>; keyring: Keyring }) {
    this.#deps = deps;
  }

  /** By name. */
  list({ id }: RepositoryRow, page: { offset: number; limit: number }): Promise<SecretRow[]> {
    return this.#deps.store.read((db) => listSecrets(db, id, page));
  }

  /** @throws MosaicError (`not_found`). */
  get({ id }: RepositoryRow, name: string): Promise<SecretRow> {
    return this.#deps.store.read((db) => getSecret(db, id, name));
  }

  /** @throws MosaicError (`conflict`) for a name that is taken, `invalid_input` for a value that logs could not hide. */
  async create(repository: RepositoryRow, secret: SecretChange & { name: string; value: string }, cause: Cause): Promise<SecretRow> {
    requireHideable(secret.value);
    return this.#deps.events.transact(async (writer) => {
      emitAudit(writer.as(cause), { repository, operation: 'secret.create', detail: { name: secret.name } });
      return createSecret(writer, this.#deps.keyring, { repositoryId: repository.id, ...secret });
    });
  }

  /** Changes the given members only. */
  async update(repository: RepositoryRow, { name, ...change }: SecretChange & { name: string }, cause: Cause): Promise<SecretRow> {
    if (change.value !== undefined) requireHideable(change.value);
    return this.#deps.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, name);
      emitAudit(writer.as(cause), { repository, operation: 'secret.update', detail: { name: row.name } });
      return updateSecret(writer, this.#deps.keyring, { row, change });
    });
  }

  async remove(repository: RepositoryRow, name: string, cause: Cause): Promise<void> {
    await this.#deps.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, name);
      await deleteSecret(writer, row);
      emitAudit(writer.as(cause), { repository, operation: 'secret.delete', detail: { name: row.name } });
    });
  }
}
