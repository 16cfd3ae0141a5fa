import { patchRepo, RepositorySettings } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { getRepository, type RepositoryRow } from '../repositories/repository-reader.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { refuseOthers } from './refuse-others.ts';

export const editRepository = implement(patchRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    refuseOthers(body, presentRepository(repository), RepositorySettings.shape);
    const change = RepositorySettings.parse(body);
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

function changesTrust(repository: RepositoryRow, { trusted = {} }: RepositorySettings): boolean {
  const now: Record<string, unknown> = presentRepository(repository).trusted;
  return Object.entries(trusted).some(([level, value]) => now[level] !== value);
}

function columnsOf(repository: RepositoryRow, change: RepositorySettings): Partial<RepositoryRow> {
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
