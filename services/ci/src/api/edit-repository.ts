import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { APPROVAL_MODES } from '../repositories/approval-policy.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { getRepository, type RepositoryRow } from '../repositories/repository-reader.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { clientBody, EventNames, RepositoryParams } from './schemas.ts';

const Kept = z.object({
  config_file: z
    .string()
    .max(200)
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must be a path inside the repository')
    .optional(),
  timeout: z.number().int().min(1).max(1440).optional(),
  trusted: z
    .strictObject({ network: z.boolean().nullish(), volumes: z.boolean().nullish(), security: z.boolean().nullish() })
    .transform((trusted) => Object.fromEntries(Object.entries(trusted).filter(([, value]) => typeof value === 'boolean')))
    .optional(),
  require_approval: z.enum(APPROVAL_MODES).optional(),
  approval_allowed_users: z.array(z.string().min(1).max(100)).max(100).optional(),
  cancel_previous_pipeline_events: EventNames.optional(),
  allow_deploy: z.boolean().optional(),
});
type Kept = z.output<typeof Kept>;

/**
 * `PATCH /api/repos/:id`: the settings of a repository; trust is for administrators to give. Clients may send the whole form
 * back; a member that is not kept here and says anything else than what is shown is refused by its name.
 */
export const editRepository = operation<CiContext>()({
  method: 'PATCH',
  path: '/repos/:id',
  access: { grant: 'ci:repository:admin' },
  params: RepositoryParams,
  body: clientBody(Kept.loose()),
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'admin' });
    refuseOthers(repository, body);
    const change = Kept.parse(body);
    if (changesTrust(repository, change) && !isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only an administrator may trust a repository. Ask one.');
    if (change.timeout !== undefined && change.timeout > context.settings.timeoutMinutes)
      throw new MosaicError('invalid_input', `The timeout is at most ${context.settings.timeoutMinutes} minutes on this server.`);
    const changed = await context.events.transact(async (writer) => {
      await writer.db
        .updateTable('repositories')
        .set({ ...columnsOf(repository, change), updated_at: Date.now() })
        .where('id', '=', repository.id)
        .execute();
      tellAudit(writer, { repository, operation: 'repository.edit', actor: caller.login, traceId, detail: { ...change } });
      return getRepository(writer.db, repository.id);
    });
    return presentRepository(changed);
  },
});

function refuseOthers(repository: RepositoryRow, body: Record<string, unknown>): void {
  const shown: Record<string, unknown> = presentRepository(repository);
  const others = Object.keys(body).filter(
    (member) => !Object.hasOwn(Kept.shape, member) && !isDeepStrictEqual(body[member], shown[member]),
  );
  if (others.length === 0) return;
  throw new MosaicError(
    'invalid_input',
    `This server cannot set ${others.join(', ')}; nothing was changed. Leave it out, or send it as it is.`,
  );
}

function changesTrust(repository: RepositoryRow, { trusted = {} }: Kept): boolean {
  const now: Record<string, unknown> = presentRepository(repository).trusted;
  return Object.entries(trusted).some(([level, value]) => now[level] !== value);
}

function columnsOf(repository: RepositoryRow, change: Kept): Partial<RepositoryRow> {
  const json = (value: readonly string[] | undefined) => (value === undefined ? undefined : JSON.stringify(value));
  const columns = {
    config_file: change.config_file,
    timeout_minutes: change.timeout,
    trusted:
      change.trusted === undefined ? undefined : JSON.stringify({ ...(JSON.parse(repository.trusted) as object), ...change.trusted }),
    require_approval: change.require_approval,
    approval_allowed_users: json(change.approval_allowed_users),
    cancel_previous_events: json(change.cancel_previous_pipeline_events),
    allow_deploy: change.allow_deploy === undefined ? undefined : Number(change.allow_deploy),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
