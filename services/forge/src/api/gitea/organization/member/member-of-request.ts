import type { Organization } from '../../../../organizations/organization.ts';
import { isAtLeast, type Place } from '../../../../organizations/organization-policy.ts';
import { MosaicError } from '@mosaic/platform/errors';
import type { Principal } from '@mosaic/contracts/mosaic';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import { requirePerson } from '../../user/person-of-request.ts';

/** Somebody whose membership the caller may show or hide: their own, or as an owner. @throws MosaicError `not_found`, `forbidden`. */
export async function requireShowable(
  context: Pick<ForgeContext, 'people' | 'organizations'>,
  { organization, place, caller }: { organization: Organization; place: Place; caller: Caller },
  username: string,
): Promise<Principal> {
  const person = await requirePerson(context, username);
  if (person.id !== caller.id && !isAtLeast(place, 'owner'))
    throw new MosaicError('forbidden', 'Everyone shows or hides their own membership; others are for the owners.');
  await requireMember(context, organization, person);
  return person;
}

/** @throws MosaicError `not_found`. */
export async function requireMember({ organizations }: Pick<ForgeContext, 'organizations'>, organization: Organization, person: Principal) {
  const member = await organizations.reader.member(organization.id, person.id);
  if (member === null) throw new MosaicError('not_found', `${person.login} is no member of ${organization.name}.`);
  return member;
}
