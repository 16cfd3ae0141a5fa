import { patchRepo, RepositorySettings } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import type { RepositoryRow } from '../repositories/repository-reader.ts';
import { changeSettings } from '../repositories/repository-writer.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { refuseOthers } from './refuse-others.ts';

export const editRepository = implement(patchRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    refuseOthers(body, presentRepository(repository), RepositorySettings.shape);
    const change = RepositorySettings.parse(body);
    if (changesTrust(repository, change) && !isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only an administrator may trust a repository. Ask one.');
    if (change.timeout !== undefined && change.timeout > context.settings.timeoutMinutes)
      throw new MosaicError('invalid_input', `The timeout is at most ${context.settings.timeoutMinutes} minutes on this server.`);
    const changed = await context.events.transact(async (writer) => {
      const edited = await changeSettings(writer, repository, change);
      tellAudit(writer.as(cause), { repository, operation: 'repository.edit', detail: { ...change } });
      return edited;
    });
    return presentRepository(changed);
  },
});

function changesTrust(repository: RepositoryRow, { trusted = {} }: RepositorySettings): boolean {
  const now: Record<string, unknown> = presentRepository(repository).trusted;
  return Object.entries(trusted).some(([level, value]) => now[level] !== value);
}
