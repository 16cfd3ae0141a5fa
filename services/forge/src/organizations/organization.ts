import type { Selectable } from 'kysely';

import type { Reader } from '@mosaic/platform/db';

import type { ForgeTables, MemberRow, OrganizationRow, OwnerRow } from '../db/schema.ts';
import { ownerOf, type Owner, type Visibility } from '../owners/owner.ts';

/** What an organization tells of itself. */
export interface Profile {
  fullName: string;
  email: string;
  description: string;
  website: string;
  location: string;
  visibility: Visibility;
  /** Whether those who administer a repository may give it to teams; its owners always may. */
  adminsChangeTeams: boolean;
}

/** People who own repositories together, in teams. */
export interface Organization extends Owner, Profile {}

/** Somebody who is in a team of it. */
export interface Member {
  principalId: string;
  uid: number;
  login: string;
  /** Whether everybody may know. */
  shown: boolean;
}

/** Numbers of organizations begin here: accounts gives people theirs from 1. */
const FIRST_UID = 2 ** 30;

export const uidOf = (ownerId: number): number => FIRST_UID + ownerId;

export function organizationsIn(db: Reader<ForgeTables>) {
  return db.selectFrom('organizations').innerJoin('owners', 'owners.id', 'organizations.owner_id').selectAll(['organizations', 'owners']);
}

export function organizationOf(row: Selectable<OrganizationRow> & Selectable<OwnerRow>): Organization {
  return {
    ...ownerOf(row),
    fullName: row.full_name,
    email: row.email,
    description: row.description,
    website: row.website,
    location: row.location,
    adminsChangeTeams: row.admins_change_teams === 1,
  };
}

export function memberOf({ principal_id, uid, login, shown }: Selectable<MemberRow>): Member {
  return { principalId: principal_id, uid, login, shown: shown === 1 };
}
