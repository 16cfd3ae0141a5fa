import { auditWritten } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import type { DeployKey } from './key.ts';
import { insertKey } from './key-rows.ts';
import { lineOf, type PublicKey } from './public-key.ts';

/** Deploy keys of one repository at most. */
const KEYS_MAX = 100;

interface NewDeployKey {
  title: string;
  key: PublicKey;
  readOnly: boolean;
}

/** Adds and removes the keys that open one repository. */
export class DeployKeyWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** @throws MosaicError `invalid_input` where key or title are taken. */
  async add(repository: Repository, { title, key, readOnly }: NewDeployKey, cause: Cause): Promise<DeployKey> {
    return this.#events.transact(async (writer) => {
      const { db } = writer;
      const own = await db.selectFrom('deploy_keys').selectAll().where('repository_id', '=', repository.id).execute();
      const keyId = await claimKey(writer, { title, key });
      if (own.some((one) => one.key_id === keyId))
        throw new MosaicError('invalid_input', 'This key has already been added to this repository');
      if (own.some((one) => one.title === title)) throw new MosaicError('invalid_input', 'A key with the same name already exists');
      if (own.length >= KEYS_MAX) throw new MosaicError('invalid_input', `A repository has at most ${KEYS_MAX} keys; delete one first.`);
      const createdAt = Date.now();
      const values = { key_id: keyId, repository_id: repository.id, title, read_only: readOnly ? 1 : 0, created_at: createdAt };
      const { id } = await db.insertInto('deploy_keys').values(values).returning('id').executeTakeFirstOrThrow();
      const { fingerprint } = key;
      writer.as(cause).emit(auditWritten, audit(repository, { operation: 'deploy-key.add', keyId: id, fingerprint }));
      return { id, keyId, repositoryId: repository.id, title, fingerprint, line: lineOf(key), readOnly, createdAt };
    });
  }

  async remove(repository: Repository, { id, fingerprint }: DeployKey, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      await writer.db.deleteFrom('deploy_keys').where('id', '=', id).execute();
      await dropUnusedDeployKey(writer, fingerprint);
      writer.as(cause).emit(auditWritten, audit(repository, { operation: 'deploy-key.remove', keyId: id, fingerprint }));
    });
  }
}

/** A key that no repository takes any more stands in nobody's way; a deleted repository leaves such. */
export async function dropUnusedDeployKey({ db }: Pick<EventWriter<ForgeTables>, 'db'>, fingerprint: string): Promise<void> {
  const found = await db.selectFrom('ssh_keys').select(['id', 'principal_id']).where('fingerprint', '=', fingerprint).executeTakeFirst();
  if (found === undefined || found.principal_id !== null) return;
  const used = await db.selectFrom('deploy_keys').select('id').where('key_id', '=', found.id).executeTakeFirst();
  if (used === undefined) await db.deleteFrom('ssh_keys').where('id', '=', found.id).execute();
}

/** The row that a key has in all repositories alike. */
async function claimKey({ db }: EventWriter<ForgeTables>, { title, key }: Pick<NewDeployKey, 'title' | 'key'>): Promise<number> {
  const known = await db
    .selectFrom('ssh_keys')
    .select(['id', 'principal_id'])
    .where('fingerprint', '=', key.fingerprint)
    .executeTakeFirst();
  if (known !== undefined && known.principal_id !== null)
    throw new MosaicError('invalid_input', 'Key content has been used as non-deploy key');
  if (known !== undefined) return known.id;
  return (await insertKey(db, { owner: null, title, key })).id;
}

function audit(repository: Repository, { operation, ...detail }: { operation: string; keyId: number; fingerprint: string }) {
  return { subject: repository.fullName, data: { operation, allowed: true, detail } };
}
