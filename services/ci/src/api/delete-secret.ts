import { deleteRepoSecret } from '@mosaic/contracts/woodpecker';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { deleteSecret as remove, getSecret } from '../secrets/secret-store.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';

export const deleteSecret = implement(deleteRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    await context.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, params.secretName);
      await remove(writer, row);
      tellAudit(writer.as(cause), { repository, operation: 'secret.delete', detail: { name: row.name } });
    });
  },
});
