import type { Selectable } from 'kysely';

import type { RepositoryRow } from '../db/schema.ts';

/** A repository as the forge's own code knows it. */
export interface Repository {
  id: number;
  ownerId: string;
  ownerUid: number;
  owner: string;
  name: string;
  fullName: string;
  description: string;
  private: boolean;
  archived: boolean;
  empty: boolean;
  defaultBranch: string;
  createdAt: number;
  updatedAt: number;
}

export function repositoryOf(row: Selectable<RepositoryRow>): Repository {
  return {
    id: Number(row.id),
    ownerId: row.owner_id,
    ownerUid: Number(row.owner_uid),
    owner: row.owner,
    name: row.name,
    fullName: `${row.owner}/${row.name}`,
    description: row.description,
    private: row.private === 1,
    archived: row.archived === 1,
    empty: row.empty === 1,
    defaultBranch: row.default_branch,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

/** The members that lead the data of every event about a repository. */
export function eventSubject(repository: Repository) {
  return { repositoryId: repository.id, repository: repository.fullName, private: repository.private, owner: repository.owner };
}
