import type { z } from 'zod';

import type { Permission } from '@mosaic/contracts/mosaic';
import type { OperationDatum } from '@mosaic/contracts/wire';
import { isForeignKeyViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Answer, Request } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../context.ts';
import { isAtLeast, type Place } from '../organizations/organization-policy.ts';
import type { OrganizationAccess } from '../organizations/organization-reader.ts';
import type { Team } from '../teams/team.ts';
import { implement, type ForgeOperation } from './forge-operation.ts';

type Asked<D extends OperationDatum> = Request<z.output<D['params']>, z.output<D['query']>, z.output<D['body']>>;

interface Stated<D extends OperationDatum, More> {
  grant: Permission;
  /** Whether one without a credential may ask too. */
  anonymous?: boolean;
  handle: (request: Asked<D> & More, context: ForgeContext) => Promise<Answer<D>>;
}

const NEEDED = { reader: 'see it', member: 'be a member', owner: 'be one of its owners' } as const;

/** An operation below an organization; one that the caller may not know of answers like one that does not exist. */
export function implementInOrganization<D extends OperationDatum & { params: z.ZodType<{ org: string }> }>(
  datum: D,
  { place, handle, ...stated }: Stated<D, OrganizationAccess> & { place: Exclude<Place, 'stranger'> },
): ForgeOperation {
  return implement(datum, {
    ...stated,
    async handle(request, context) {
      const { org } = request.params as { org: string };
      const access = await context.organizations.reader.byName(request.caller, org);
      const former = access === null ? await formerOrganization(context, request.caller, org) : null;
      if (former !== null) return leadToOwner(request, former.organization.name) as never;
      if (access === null) throw noOrganization(org);
      requirePlace(access, place);
      return unlessGone(handle({ ...request, ...access }, context));
    },
  });
}

/** One that was called so before and that the caller may know of, where nobody is called so now. */
async function formerOrganization(
  { owners, organizations }: Pick<ForgeContext, 'owners' | 'organizations'>,
  caller: Caller,
  name: string,
): Promise<OrganizationAccess | null> {
  const owner = await owners.reader.byFormerName(name);
  return owner?.kind === 'organization' ? organizations.reader.byName(caller, owner.name) : null;
}

/** As Gitea has it: the name may be another's soon. */
function leadToOwner({ raw, reply }: Pick<Request<unknown, unknown, unknown>, 'raw' | 'reply'>, name: string) {
  const address = raw.originalUrl.replace(/^(.*?\/orgs?\/)[^/?]+/, (_, before: string) => before + encodeURIComponent(name));
  return reply.redirect(address, 307);
}

/** @throws MosaicError `not_found`. */
export async function requireOrganization(
  { organizations }: Pick<ForgeContext, 'organizations'>,
  caller: Caller,
  name: string,
): Promise<OrganizationAccess> {
  const access = await organizations.reader.byName(caller, name);
  if (access === null) throw noOrganization(name);
  return access;
}

function noOrganization(name: string): MosaicError {
  return new MosaicError('not_found', `There is no organization "${name.slice(0, 100)}".`);
}

/**
 * An operation on one team. `member`: who is in it, and the owners; other members of the organization know that there are teams and are
 * refused, for everybody else there is none.
 */
export function implementInTeam<D extends OperationDatum & { params: z.ZodType<{ id: number }> }>(
  datum: D,
  { place, handle, ...stated }: Stated<D, OrganizationAccess & { team: Team }> & { place: 'member' | 'owner' },
): ForgeOperation {
  return implement(datum, {
    ...stated,
    async handle(request, context) {
      const team = await context.teams.reader.byId((request.params as { id: number }).id);
      const access = team === null ? null : await context.organizations.reader.byId(request.caller, team.ownerId);
      if (team === null || access === null || !isAtLeast(access.place, 'member')) throw noTeam();
      requirePlace(access, place);
      if (access.place !== 'owner' && !access.seats.some(({ id }) => id === team.id))
        throw new MosaicError('forbidden', `Only members of ${team.name} and the owners of ${access.organization.name} may do that.`);
      return unlessGone(handle({ ...request, ...access, team }, context));
    },
  });
}

function requirePlace({ organization, place }: OrganizationAccess, wanted: Exclude<Place, 'stranger'>): void {
  if (!isAtLeast(place, wanted)) throw new MosaicError('forbidden', `For that you must ${NEEDED[wanted]}: ${organization.name}.`);
}

/** @throws MosaicError `forbidden`. */
export function requireAdministrator(isOne: boolean): void {
  if (!isOne) throw new MosaicError('forbidden', 'Only administrators may do that.');
}

function noTeam(): MosaicError {
  return new MosaicError('not_found', 'There is no such team, or you may not see it.');
}

/** What is written into a team or organization that somebody deletes at the same moment finds nothing to belong to. */
async function unlessGone<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isForeignKeyViolation(error)) throw new MosaicError('not_found', 'It has been deleted meanwhile.', { cause: error });
    throw error;
  }
}
