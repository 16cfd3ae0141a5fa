import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import { mayCreateIn } from '../../../../organizations/organization-policy.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import type { Transfer } from '../../../../repositories/transfer.ts';
import { nothingWaits, type NewOwner } from '../../../../repositories/transfer-writer.ts';

/** What waits for the caller at this address, who need not see the repository for that, or what they see there. */
export interface Pending {
  repository: Repository;
  transfer: Transfer;
  /** Null where it waits for somebody else. */
  owner: NewOwner | null;
}

/** @throws MosaicError `not_found` where nothing waits that the caller may know of. */
export async function pendingOf(context: ForgeContext, caller: Caller, at: { owner: string; repo: string }): Promise<Pending> {
  const { reader, transfers } = context.repositories;
  const repository = await reader.loadByName(`${at.owner}/${at.repo}`);
  const transfer = repository === null ? null : await transfers.reader.of(repository.id);
  const owner = transfer === null ? null : await recipientFor(context, caller, transfer);
  if (repository !== null && transfer !== null && owner !== null) return { repository, transfer, owner };
  const seen = await reader.byName(caller, at.owner, at.repo);
  if (seen === null)
    throw new MosaicError('not_found', `There is no repository ${`${at.owner}/${at.repo}`.slice(0, 200)}, or you may not see it.`);
  if (transfer === null) throw nothingWaits();
  return { repository: seen.repository, transfer, owner: null };
}

/** The caller themselves, or the organization in which they may make repositories; a token for listed ones takes none. */
async function recipientFor(context: ForgeContext, caller: Caller, { recipient }: Transfer): Promise<NewOwner | null> {
  if (caller.repositories !== null || caller.kind === 'anonymous') return null;
  if (recipient.kind === 'user') return recipient.uid === caller.uid ? { kind: 'user', person: caller } : null;
  const organization = await context.owners.reader.byUid(recipient.uid);
  const access = organization === null ? null : await context.organizations.reader.byId(caller, organization.id);
  if (access === null || !mayCreateIn(caller, access.organization, access.seats)) return null;
  return { kind: 'organization', id: access.organization.id, uid: access.organization.uid, login: access.organization.name };
}
