import { permits, type Caller } from '@mosaic/platform/identity';

import type { Team } from '../teams/team.ts';
import type { Organization } from './organization.ts';

/** What somebody is to an organization; each holds those before it. */
export type Place = 'stranger' | 'reader' | 'member' | 'owner';

const PLACES: readonly Place[] = ['stranger', 'reader', 'member', 'owner'];

type Judged = Pick<Caller, 'id' | 'kind' | 'role' | 'builtIn' | 'grants' | 'repositories'>;
type Seat = Pick<Team, 'ownerId' | 'permission' | 'createsRepositories'>;

/**
 * Owners: its team of owners, and administrators. Members: any of its teams. Readers: everybody of a public one, whoever is signed in of a
 * limited one, and the platform's own that read every repository. A token for listed repositories is nobody's membership.
 */
export function placeIn(caller: Judged, { id, visibility }: Pick<Organization, 'id' | 'visibility'>, seats: readonly Seat[]): Place {
  const own = caller.repositories === null ? seats.filter(({ ownerId }) => ownerId === id) : [];
  if (administers(caller) || own.some(({ permission }) => permission === 'owner')) return 'owner';
  if (own.length > 0) return 'member';
  const seesAll = caller.builtIn && caller.repositories === null && permits(caller, 'forge:repository:read');
  const isOpen = visibility === 'public' || (visibility === 'limited' && caller.kind !== 'anonymous');
  return isOpen || seesAll ? 'reader' : 'stranger';
}

/** Whether somebody may do what all organizations together are about. */
export function administers(caller: Judged): boolean {
  return caller.role === 'administrator' && caller.repositories === null;
}

export function isAtLeast(place: Place, wanted: Place): boolean {
  return PLACES.indexOf(place) >= PLACES.indexOf(wanted);
}

/** Owners, and teams that were let; a token that lists repositories makes none. */
export function mayCreateIn(caller: Judged, organization: Pick<Organization, 'id' | 'visibility'>, seats: readonly Seat[]): boolean {
  if (caller.repositories !== null) return false;
  if (placeIn(caller, organization, seats) === 'owner') return true;
  return seats.some(({ ownerId, createsRepositories }) => ownerId === organization.id && createsRepositories);
}
