import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { getSecret, updateSecret as update } from '../secrets/secret-store.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentSecret } from './present/secret.ts';
import { clientBody, EventNames, SecretParams, SecretValue } from './schemas.ts';

const NOTHING = z.literal('').transform(() => undefined);

/** `PATCH /api/repos/:id/secrets/:name`: changes what is given; the name stays. An empty value or list of events is how woodpecker-cli says nothing of them. */
export const updateSecret = operation<CiContext>()({
  method: 'PATCH',
  path: '/repos/:id/secrets/:secret',
  access: { grant: 'ci:secret:write' },
  params: SecretParams,
  body: clientBody(
    z.object({
      value: z.union([SecretValue, NOTHING]).optional(),
      events: EventNames.transform((events) => (events.length === 0 ? undefined : events)).optional(),
      images: z.array(z.string().max(300)).max(50).optional(),
      note: z.string().max(1000).optional(),
    }),
  ),
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'secret', action: 'push' });
    const secret = await context.events.transact(async (writer) => {
      const row = await getSecret(writer.db, repository.id, params.secret);
      tellAudit(writer, { repository, operation: 'secret.update', actor: caller.login, traceId, detail: { name: row.name } });
      return update(writer, context.keyring, { row, change: body });
    });
    return presentSecret(secret);
  },
});
