import { patchRepoSecret } from '@mosaic/contracts/woodpecker';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { getSecret, updateSecret as update } from '../secrets/secret-store.ts';
import { requireHideable } from '../secrets/secret-value.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentSecret } from './present/secret.ts';

export const updateSecret = implement(patchRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    if (body.value !== undefined) requireHideable(body.value);
    const secret = await context.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, params.secretName);
      tellAudit(writer.as(cause), { repository, operation: 'secret.update', detail: { name: row.name } });
      return update(writer, context.keyring, { row, change: body });
    });
    return presentSecret(secret);
  },
});
