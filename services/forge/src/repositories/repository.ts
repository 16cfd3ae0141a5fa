import type { Selectable } from 'kysely';

import { fromJson, type Reader } from '@mosaic/platform/db';

import type { ForgeTables, OwnerRow, RepositoryRow } from '../db/schema.ts';
import type { Owner } from '../owners/owner.ts';
import { DEFAULT_MERGE_SETTINGS, type MergeSettings } from '../pulls/merge-settings.ts';

/** A repository as the forge's own code knows it. */
export interface Repository {
  id: number;
  owner: Owner;
  name: string;
  fullName: string;
  description: string;
  private: boolean;
  archived: boolean;
  empty: boolean;
  defaultBranch: string;
  merging: MergeSettings;
  /** The id of what it was forked from. */
  forkOf: number | null;
  /** Whether releases are switched on. */
  hasReleases: boolean;
  createdAt: number;
  updatedAt: number;
}

/** Repositories beside their owners, to be narrowed down; {@link OWNER_COLUMNS} are read of these. */
export function repositoriesIn(db: Reader<ForgeTables>) {
  return db.selectFrom('repositories').innerJoin('owners', 'owners.id', 'repositories.owner_id');
}

export const OWNER_COLUMNS = [
  'owners.kind as owner_kind',
  'owners.principal_id as owner_principal_id',
  'owners.uid as owner_uid',
  'owners.name as owner_name',
  'owners.visibility as owner_visibility',
] as const;

type Row = Selectable<RepositoryRow> & {
  owner_kind: OwnerRow['kind'];
  owner_principal_id: string | null;
  owner_uid: number;
  owner_name: string;
  owner_visibility: Owner['visibility'];
};

/** Of the forge's own work and in any state; undefined when it is not there. */
export async function findRepository(db: Reader<ForgeTables>, id: number): Promise<Repository | undefined> {
  const row = await repositoriesIn(db).selectAll('repositories').select(OWNER_COLUMNS).where('repositories.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : repositoryOf(row);
}

export function repositoryOf(row: Row): Repository {
  return {
    id: row.id,
    owner: {
      id: row.owner_id,
      kind: row.owner_kind,
      principalId: row.owner_principal_id,
      uid: row.owner_uid,
      name: row.owner_name,
      visibility: row.owner_visibility,
    },
    name: row.name,
    fullName: `${row.owner_name}/${row.name}`,
    description: row.description,
    private: row.private === 1,
    archived: row.archived === 1,
    empty: row.empty === 1,
    defaultBranch: row.default_branch,
    merging: row.merge_settings === null ? DEFAULT_MERGE_SETTINGS : { ...DEFAULT_MERGE_SETTINGS, ...fromJson(row.merge_settings) },
    forkOf: row.fork_of,
    hasReleases: row.has_releases === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What an event about a repository is emitted with: `own` are the members of its data that not every such event has. */
export function about<const D extends object>(repository: Repository, own: D) {
  const { id, fullName, owner } = repository;
  return { subject: fullName, data: { repositoryId: id, repository: fullName, private: !isOpen(repository), owner: owner.name, ...own } };
}

/** Whether everybody may see it, without signing in too: what others are told of as private is more than what is marked so. */
export function isOpen({ private: isPrivate, owner }: Pick<Repository, 'private' | 'owner'>): boolean {
  return !isPrivate && owner.visibility === 'public';
}
