import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { createSecret as insert } from '../secrets/secret-store.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentSecret } from './present/secret.ts';
import { clientBody, EventNames, RepositoryParams, SecretValue } from './schemas.ts';

/** `POST /api/repos/:id/secrets`: at least one event must be named, so that nobody hands a value to all by oversight (ci.md 1.9). */
export const createSecret = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/secrets',
  access: { grant: 'ci:secret:write' },
  params: RepositoryParams,
  body: clientBody(
    z.object({
      name: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, 'use 1–100 letters, digits, "_", "." or "-"'),
      value: SecretValue,
      events: EventNames.min(1).default(['push', 'tag', 'release', 'deployment', 'cron', 'manual']),
      images: z.array(z.string().max(300)).max(50).default([]),
      note: z.string().max(1000).default(''),
    }),
  ),
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'secret', action: 'push' });
    const secret = await context.events.transact(async (writer) => {
      tellAudit(writer, { repository, operation: 'secret.create', actor: caller.login, traceId, detail: { name: body.name } });
      return insert(writer, context.keyring, { repositoryId: repository.id, ...body });
    });
    return presentSecret(secret);
  },
});
