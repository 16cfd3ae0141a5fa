import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { getRepository } from '../repositories/repository-reader.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { RepositoryParams } from './schemas.ts';

/** Members of Woodpecker's form that we do not keep are taken and left alone, as a client sends the whole form back. */
const Change = z.object({
  config_file: z
    .string()
    .max(200)
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must be a path inside the repository')
    .optional(),
  timeout: z.number().int().min(1).max(1440).optional(),
  trusted: z.object({ network: z.boolean().optional(), volumes: z.boolean().optional(), security: z.boolean().optional() }).optional(),
});

/** `PATCH /api/repos/:id`: the settings of a repository; trust is for administrators to give. */
export const editRepository = operation<CiContext>()({
  method: 'PATCH',
  path: '/repos/:id',
  access: { grant: 'ci:repository:admin' },
  params: RepositoryParams,
  body: Change,
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'admin' });
    if (body.trusted !== undefined && !isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only an administrator may trust a repository. Ask one.');
    if (body.timeout !== undefined && body.timeout > context.settings.timeoutMinutes)
      throw new MosaicError('invalid_input', `The timeout is at most ${context.settings.timeoutMinutes} minutes on this server.`);
    const changed = await context.events.transact(async (writer) => {
      await writer.db
        .updateTable('repositories')
        .set({
          ...(body.config_file === undefined ? {} : { config_file: body.config_file }),
          ...(body.timeout === undefined ? {} : { timeout_minutes: body.timeout }),
          ...(body.trusted === undefined
            ? {}
            : { trusted: JSON.stringify({ ...(JSON.parse(repository.trusted) as object), ...body.trusted }) }),
          updated_at: Date.now(),
        })
        .where('id', '=', repository.id)
        .execute();
      tellAudit(writer, { repository, operation: 'repository.edit', actor: caller.login, traceId, detail: { ...body } });
      return getRepository(writer.db, repository.id);
    });
    return presentRepository(changed);
  },
});
