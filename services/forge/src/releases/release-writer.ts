import { readRefs, type Ref } from '@mosaic/engines/git';
import { isUniqueViolation } from '@mosaic/platform/db';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';
import type { EventLog, EventWriter } from '@mosaic/platform/events';

import type { ContentWriter, Contributor } from '../contents/content-writer.ts';
import type { ForgeTables, ReleaseRow } from '../db/schema.ts';
import { searchableText } from '../issues/fold-text.ts';
import { refusalOf } from '../pushes/push-rules.ts';
import { deletedMeanwhile, unlessDeleted } from '../repositories/deleted-meanwhile.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { AssetWriter } from './asset-writer.ts';
import type { Release } from './release.ts';
import { tellOfRelease } from './release-events.ts';

/** What a release says of itself. */
export type ReleaseText = Pick<Release, 'tag' | 'target' | 'title' | 'body' | 'draft' | 'prerelease'>;

/** Of a title, characters; more is cut, as in Gitea. */
const TITLE_MAX = 255;

export interface ReleaseWriterPorts {
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
  contents: ContentWriter;
  assets: AssetWriter;
}

/**
 * Publishes, changes and deletes releases. One whose tag is not there yet is written together with the push that makes it, and is
 * published by whoever settles that push (`followTags`): a start after a kill finishes or undoes both.
 */
export class ReleaseWriter {
  readonly #ports: ReleaseWriterPorts;

  constructor(ports: ReleaseWriterPorts) {
    this.#ports = ports;
  }

  /** Answers the id. @throws MosaicError `conflict`, `not_found` for the target, `invalid_input` for a tag that cannot or may not be. */
  async create(repository: Repository, wanted: ReleaseText & { tagMessage: string }, by: Contributor): Promise<number> {
    if (repository.empty) throw new MosaicError('invalid_input', 'repo is empty');
    requireTagName(repository, wanted.tag);
    const tag = await this.#tag(repository, wanted.tag);
    const target = wanted.target === '' && tag === undefined ? repository.defaultBranch : wanted.target;
    const text = cut({ ...wanted, target });
    const author = { author_uid: by.caller.uid, author: by.caller.login };
    if (text.draft || tag !== undefined) {
      const createdAt = text.draft || tag === undefined ? Date.now() : Date.parse(tag.date) || Date.now();
      return this.#events.transact(async (writer) => {
        const id = await insert(writer, repository, { ...columnsOf(text), ...author, created_at: createdAt });
        tellOfRelease(writer.as(by.cause), repository, { before: null, after: { ...text, id } });
        return id;
      });
    }
    let id = 0;
    await this.#makeTag(repository, { name: text.tag, at: text.target, message: wanted.tagMessage }, by, async (writer, pushId) => {
      const own = { ...author, created_at: Date.now(), tag_push_id: pushId, fresh: 1 };
      id = await insert(writer, repository, { ...columnsOf(text), ...own });
    });
    return id;
  }

  /** @throws as {@link ReleaseWriter.create}. */
  async edit(repository: Repository, release: Release, change: Partial<ReleaseText>, by: Contributor): Promise<void> {
    const { tag, target, title, body, draft, prerelease } = { ...release, ...change };
    const text = cut({ tag, target, title, body, draft, prerelease });
    if (tag !== release.tag) requireTagName(repository, tag);
    if (!draft && (await this.#tag(repository, tag)) === undefined) {
      // A draft stays one until its tag is there.
      const columns = { ...columnsOf(text), draft: release.draft ? 1 : 0 };
      await this.#makeTag(repository, { name: tag, at: target }, by, (writer, pushId) =>
        update(writer, release, { ...columns, tag_push_id: pushId }),
      );
      return;
    }
    await this.#events.transact(async (writer) => {
      await update(writer, release, { ...columnsOf(text), ...(draft ? { created_at: Date.now() } : {}) });
      tellOfRelease(writer.as(by.cause), repository, { before: release, after: { ...text, id: release.id } });
    });
  }

  /** With its files; the tag stays. */
  async remove(repository: Repository, release: Release, { cause }: Pick<Contributor, 'cause'>): Promise<void> {
    const removed = await this.#events.transact(async (writer) => {
      const { db } = writer;
      // Those that are still arriving too.
      const assets = await db.selectFrom('release_assets').select('uuid').where('release_id', '=', release.id).execute();
      const { numDeletedRows } = await db.deleteFrom('releases').where('id', '=', release.id).executeTakeFirst();
      if (numDeletedRows === 0n) throw gone();
      tellOfRelease(writer.as(cause), repository, { before: release, after: null });
      return assets.map(({ uuid }) => uuid);
    });
    for (const uuid of removed) await this.#ports.assets.drop(repository.id, uuid);
  }

  get #events(): EventLog<ForgeTables> {
    return this.#ports.events;
  }

  async #tag(repository: Repository, name: string): Promise<Ref | undefined> {
    const ref = `refs/tags/${name}`;
    return (await readRefs(this.#ports.folders.open(repository.id), [ref])).get(ref);
  }

  /** What a rule is against is here a fault of what was asked, as in Gitea. */
  async #makeTag(repository: Repository, tag: Parameters<ContentWriter['createTag']>[1], ...rest: [Contributor, Along]): Promise<void> {
    try {
      await this.#ports.contents.createTag(repository, tag, ...rest);
    } catch (error) {
      if (isMosaicError(error, 'forbidden')) throw new MosaicError('invalid_input', error.message, { cause: error });
      throw error;
    }
  }
}

type Along = NonNullable<Parameters<ContentWriter['createTag']>[3]>;

function requireTagName(repository: Repository, name: string): void {
  const refusal = refusalOf(
    { ...repository, archived: false },
    { ref: `refs/tags/${name}`, before: '0'.repeat(40), after: '1'.repeat(40) },
  );
  if (refusal !== null) throw new MosaicError('invalid_input', `The tag cannot be: ${refusal}.`);
}

function cut(text: ReleaseText): ReleaseText {
  const letters = Array.from(text.title);
  return { ...text, title: letters.length > TITLE_MAX ? `${letters.slice(0, TITLE_MAX - 1).join('')}…` : text.title };
}

function columnsOf({ tag, target, title, body, draft, prerelease }: ReleaseText) {
  return {
    tag_name: tag,
    tag_lower: tag.toLowerCase(),
    target,
    title,
    body,
    searchable: searchableText({ title: tag, body: title }),
    draft: draft ? 1 : 0,
    prerelease: prerelease ? 1 : 0,
  };
}

type Columns = ReturnType<typeof columnsOf> &
  Pick<ReleaseRow, 'author_uid' | 'author' | 'created_at'> &
  Partial<Pick<ReleaseRow, 'tag_push_id' | 'fresh'>>;

async function insert({ db }: EventWriter<ForgeTables>, repository: Repository, columns: Columns): Promise<number> {
  const made = db
    .insertInto('releases')
    .values({ tag_push_id: null, fresh: 0, ...columns, repository_id: repository.id })
    .returning('id')
    .executeTakeFirstOrThrow()
    .catch(throwTaken);
  return (await unlessDeleted(made)).id;
}

async function update({ db }: EventWriter<ForgeTables>, { id }: Release, columns: Partial<ReleaseRow> & { id?: never }): Promise<void> {
  const { numUpdatedRows } = await db.updateTable('releases').set(columns).where('id', '=', id).executeTakeFirst().catch(throwTaken);
  if (numUpdatedRows === 0n) throw gone();
}

/** Another release has the tag; Gitea's words. */
function throwTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new MosaicError('conflict', 'Release is has no Tag', { cause: error }) : error;
}

function gone(): MosaicError {
  return deletedMeanwhile();
}
