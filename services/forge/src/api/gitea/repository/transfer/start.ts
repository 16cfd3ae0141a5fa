import { repoTransfer } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import { mayCreateIn } from '../../../../organizations/organization-policy.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { levelIn } from '../../../../repositories/repository-policy.ts';
import type { NewOwner } from '../../../../repositories/transfer-writer.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentCounted } from '../present-counted.ts';

/** At once where the caller may make repositories; else it waits for the recipient. */
export const transferRepository = implementInRepository(repoTransfer, {
  grant: 'forge:repository:admin',
  level: 'admin',
  part: 'whole',
  whileArchived: true,
  async handle({ repository, caller, body, cause, reply }, context) {
    const { isOwner } = await context.repositories.reader.judge(repository, caller);
    if (!isOwner && caller.role !== 'administrator')
      throw new MosaicError('forbidden', `Only who owns ${repository.fullName} gives it away.`);
    if (caller.repositories !== null)
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it gives none to another owner.');
    const { owner, mayCreate } = await newOwner(context, caller, body.new_owner);
    const teamIds = await teamsOf(context, owner, body.team_ids ?? null);
    if (mayCreate) {
      const moved = await context.repositories.transfers.writer.give(repository, { owner, teamIds, accepts: false }, cause);
      return presentCounted(context, { caller, repository: moved, level: 'admin' });
    }
    const letRead = owner.kind === 'user' && (await isHiddenFrom(context, repository, owner.person.login));
    await context.repositories.transfers.writer.offer(repository, { owner, teamIds, doer: caller, letRead }, cause);
    reply.code(201);
    return presentCounted(context, { caller, repository, level: 'admin' });
  },
});

/** @throws MosaicError `not_found` for nobody, and for an organization that the caller may not know of. */
async function newOwner(context: ForgeContext, caller: Caller, name: string): Promise<{ owner: NewOwner; mayCreate: boolean }> {
  const isAdministrator = caller.role === 'administrator';
  const access = await context.organizations.reader.byName(caller, name);
  if (access !== null) {
    const { id, uid, name: login } = access.organization;
    const mayCreate = isAdministrator || mayCreateIn(caller, access.organization, access.seats);
    return { owner: { kind: 'organization', id, uid, login }, mayCreate };
  }
  const person = await context.people.find(name);
  if (person === null) throw new MosaicError('not_found', 'The new owner does not exist or cannot be found.');
  return { owner: { kind: 'user', person }, mayCreate: isAdministrator || person.id === caller.id };
}

/** @throws MosaicError `invalid_input` for teams of nobody, `forbidden` for those of others. */
async function teamsOf({ teams }: Pick<ForgeContext, 'teams'>, owner: NewOwner, ids: readonly number[] | null): Promise<number[]> {
  if (ids === null) return [];
  if (owner.kind === 'user') throw new MosaicError('invalid_input', 'team_ids: only what an organization owns has teams.');
  for (const id of ids) {
    const team = await teams.reader.byId(id);
    if (team === null) throw new MosaicError('invalid_input', `team_ids: there is no team ${id}.`);
    if (team.ownerId !== owner.id) throw new MosaicError('forbidden', `team_ids: the team ${id} is none of ${owner.login}.`);
  }
  return [...ids];
}

/** What is offered to somebody they may look at first. */
async function isHiddenFrom({ repositories, people }: ForgeContext, repository: Repository, login: string): Promise<boolean> {
  const person = await people.find(login);
  if (person === null) return false;
  const { rights } = await repositories.reader.judge(repository, { ...person, grants: [], repositories: null });
  return levelIn(rights, 'whole') === 'none';
}
