import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { holding } from '../issues/issue-search.ts';
import { assetOf, releaseOf, type Asset, type Release } from './release.ts';

export interface ReleaseList {
  repositoryId: number;
  /** Whether the asker may see drafts. */
  seesDrafts: boolean;
  draft?: boolean | undefined;
  prerelease?: boolean | undefined;
  /** A part of tag or title, whatever its case. */
  q?: string;
  offset: number;
  limit: number;
}

/** Finds releases and their files. What is still being made is not there yet. */
export class ReleaseReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** The newest first. */
  async list({
    repositoryId,
    seesDrafts,
    draft,
    prerelease,
    q = '',
    offset,
    limit,
  }: ReleaseList): Promise<{ items: Release[]; total: number }> {
    return this.#store.read(async (db) => {
      const found = releasesIn(db)
        .where('repository_id', '=', repositoryId)
        .$if(!seesDrafts, (query) => query.where('draft', '=', 0))
        .$if(draft !== undefined, (query) => query.where('draft', '=', draft === true ? 1 : 0))
        .$if(prerelease !== undefined, (query) => query.where('prerelease', '=', prerelease === true ? 1 : 0))
        .$if(q !== '', (query) => query.where(holding(q)));
      const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await found.selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').offset(offset).limit(limit).execute();
      return { items: await withAssets(db, rows), total: Number(total) };
    });
  }

  /** Those that everybody may see who may read the repository. */
  async count(repositoryId: number): Promise<number> {
    return (await this.list({ repositoryId, seesDrafts: false, offset: 0, limit: 0 })).total;
  }

  /** The newest that is neither draft nor pre-release. */
  async latest(repositoryId: number): Promise<Release | null> {
    return (await this.list({ repositoryId, seesDrafts: false, prerelease: false, offset: 0, limit: 1 })).items[0] ?? null;
  }

  async byId(repositoryId: number, id: number): Promise<Release | null> {
    return this.#store.read(async (db) => {
      const rows = await releasesIn(db).selectAll().where('repository_id', '=', repositoryId).where('id', '=', id).execute();
      return (await withAssets(db, rows))[0] ?? null;
    });
  }

  /** Whatever the case of the tag's name, as in Gitea. */
  async byTag(repositoryId: number, tag: string): Promise<Release | null> {
    return this.#store.read(async (db) => {
      const rows = await releasesIn(db)
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('tag_lower', '=', tag.toLowerCase())
        .execute();
      return (await withAssets(db, rows))[0] ?? null;
    });
  }

  /** A file by the name that nobody guesses, with its release. */
  async assetByUuid(uuid: string): Promise<{ asset: Asset; release: Release } | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('release_assets')
        .selectAll()
        .where('uuid', '=', uuid)
        .where('state', '=', 'ready')
        .executeTakeFirst();
      if (row === undefined) return null;
      const release = await releasesIn(db).selectAll().where('id', '=', row.release_id).executeTakeFirst();
      return release === undefined ? null : { asset: assetOf(row), release: releaseOf(release) };
    });
  }
}

function releasesIn(db: Reader<ForgeTables>) {
  return db.selectFrom('releases').where('fresh', '=', 0);
}

async function withAssets(db: Reader<ForgeTables>, rows: readonly Parameters<typeof releaseOf>[0][]): Promise<Release[]> {
  if (rows.length === 0) return [];
  const assets = await db
    .selectFrom('release_assets')
    .selectAll()
    .where(
      'release_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('state', '=', 'ready')
    .orderBy('name')
    .orderBy('id')
    .execute();
  const of = Map.groupBy(assets.map(assetOf), ({ releaseId }) => releaseId);
  return rows.map((row) => releaseOf(row, of.get(row.id)));
}
