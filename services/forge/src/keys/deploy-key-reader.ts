import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import type { DeployKey } from './key.ts';

export interface DeployKeyList {
  keyId?: number | undefined;
  fingerprint?: string | undefined;
}

/** Finds the keys that open one repository. */
export class DeployKeyReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** At most 100, in the order in which they were added. */
  async list(repositoryId: number, { keyId, fingerprint }: DeployKeyList = {}): Promise<DeployKey[]> {
    return this.#store.read(async (db) => {
      let query = db
        .selectFrom('deploy_keys')
        .innerJoin('ssh_keys', 'ssh_keys.id', 'deploy_keys.key_id')
        .selectAll('deploy_keys')
        .select(['ssh_keys.fingerprint', 'ssh_keys.line'])
        .where('deploy_keys.repository_id', '=', repositoryId)
        .orderBy('deploy_keys.id');
      if (keyId !== undefined) query = query.where('deploy_keys.key_id', '=', keyId);
      if (fingerprint !== undefined) query = query.where('ssh_keys.fingerprint', '=', fingerprint);
      return (await query.execute()).map((row) => ({
        id: row.id,
        keyId: row.key_id,
        repositoryId: row.repository_id,
        title: row.title,
        fingerprint: row.fingerprint,
        line: row.line,
        readOnly: row.read_only === 1,
        createdAt: row.created_at,
      }));
    });
  }
}
