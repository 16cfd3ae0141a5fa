import type { Selectable } from 'kysely';

import type { ReleaseAssetRow, ReleaseRow } from '../db/schema.ts';

/** What is told of a tag. */
export interface Release {
  id: number;
  repositoryId: number;
  tag: string;
  /** Where the tag was to be made; empty where it was there. */
  target: string;
  title: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  author: { uid: number; login: string };
  createdAt: number;
  /** In the order of their names. */
  assets: Asset[];
}

/** A file of a release, whole. */
export interface Asset {
  id: number;
  uuid: string;
  repositoryId: number;
  releaseId: number;
  name: string;
  /** Bytes. */
  size: number;
  downloads: number;
  createdAt: number;
}

export function releaseOf(row: Selectable<ReleaseRow>, assets: readonly Asset[] = []): Release {
  return {
    id: row.id,
    repositoryId: row.repository_id,
    tag: row.tag_name,
    target: row.target,
    title: row.title,
    body: row.body,
    draft: row.draft === 1,
    prerelease: row.prerelease === 1,
    author: { uid: row.author_uid, login: row.author },
    createdAt: row.created_at,
    assets: [...assets],
  };
}

export function assetOf(row: Selectable<ReleaseAssetRow>): Asset {
  return {
    id: row.id,
    uuid: row.uuid,
    repositoryId: row.repository_id,
    releaseId: row.release_id,
    name: row.name,
    size: Number(row.size),
    downloads: row.downloads,
    createdAt: row.created_at,
  };
}
