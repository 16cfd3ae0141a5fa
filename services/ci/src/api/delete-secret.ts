import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { deleteSecret as remove, getSecret } from '../secrets/secret-store.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { SecretParams } from './schemas.ts';

/** `DELETE /api/repos/:id/secrets/:name`. */
export const deleteSecret = operation<CiContext>()({
  method: 'DELETE',
  path: '/repos/:id/secrets/:secret',
  access: { grant: 'ci:secret:write' },
  params: SecretParams,
  handle: async ({ params, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'secret', action: 'push' });
    await context.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, params.secret);
      await remove(writer, row);
      tellAudit(writer, { repository, operation: 'secret.delete', actor: caller.login, traceId, detail: { name: row.name } });
    });
  },
});
