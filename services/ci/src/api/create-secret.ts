import { postRepoSecrets } from '@mosaic/contracts/woodpecker';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { createSecret as insert } from '../secrets/secret-store.ts';
import { requireHideable } from '../secrets/secret-value.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentSecret } from './present/secret.ts';

export const createSecret = implement(postRepoSecrets, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    requireHideable(body.value);
    const secret = await context.events.transact(async (writer) => {
      tellAudit(writer.as(cause), { repository, operation: 'secret.create', detail: { name: body.name } });
      return insert(writer, context.keyring, { repositoryId: repository.id, ...body });
    });
    return presentSecret(secret);
  },
});
