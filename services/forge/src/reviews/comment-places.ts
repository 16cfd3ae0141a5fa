import { blobAt, blobHunks, fileChanges, isBinary, readBlob, type Hunk, type Repository as GitRepository } from '@mosaic/engines/git';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';

import { openWithHead } from '../pulls/bring-head.ts';
import { changeStart } from '../pulls/pull-changes.ts';
import type { Pull } from '../pulls/pull.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { hunkOfUnchanged, hunkUpTo, lineAfter } from './review-lines.ts';
import type { Place, ReviewComment } from './review.ts';

/** Bytes of a file whose unchanged lines are read. */
const FILE_MAX_BYTES = 2 * 1024 * 1024;
const FILES_MAX = 3_000;

/** Where a comment is wanted; a line of the old side goes before one of the new. */
export interface Wanted {
  path: string;
  old_position: number;
  new_position: number;
}

/** Where the line of a comment is now. */
export interface Standing {
  line: number;
  /** The commit that the line is counted in. */
  commitId: string;
  outdated: boolean;
}

/** Lines of a file, from 1, the last included. */
export interface LineRange {
  from: number;
  to: number;
}

/** One file of a change. */
interface ChangedText {
  oldPath: string;
  /** Ids of what stands there; null where nothing does. */
  old: string | null;
  new: string | null;
  hunks: Hunk[];
}

/** Finds the lines that comments speak of, in the commit that was looked at and in those that follow. */
export class CommentPlaces {
  readonly #folders: RepositoryFolders;

  constructor(folders: RepositoryFolders) {
    this.#folders = folders;
  }

  /** Where new comments stand. @throws MosaicError `invalid_input` for a file or a line that is not there. */
  async locate(
    repository: Repository,
    pull: Pull,
    { commitId, comments }: { commitId: string; comments: readonly Wanted[] },
  ): Promise<Place[]> {
    if (comments.length === 0) return [];
    const git = await openWithHead(this.#folders, repository.id, pull);
    const baseId = await changeStart(git, { ...pull, headId: commitId });
    const texts = new Map<string, ChangedText>();
    const places: Place[] = [];
    for (const wanted of comments) {
      const { path } = wanted;
      const text = texts.get(path) ?? (await changedText(git, { path, baseId, commitId }));
      texts.set(path, text);
      const side = wanted.old_position > 0 ? 'old' : 'new';
      const line = side === 'old' ? wanted.old_position : wanted.new_position;
      if (line === 0) throw new MosaicError('invalid_input', `comments: new_position or old_position must say the line of "${path}".`);
      const hunk = hunkUpTo(text.hunks, { side, line }) ?? (await unchangedHunk(git, text, { path, side, line }));
      places.push({ path, side, sidePath: side === 'old' ? text.oldPath : path, line, commitId, baseId, hunk });
    }
    return places;
  }

  /** Where comments stand now, by their ids: at the head, or at the base of the present change where they are of the old side. */
  async follow(repository: Repository, pull: Pull, comments: readonly ReviewComment[]): Promise<Map<number, Standing>> {
    const git = await openWithHead(this.#folders, repository.id, pull);
    const moves = new Map<string, Promise<FileMove | null>>();
    const base = comments.some(({ place }) => place.side === 'old') ? await presentBase(git, pull) : null;
    const standings = new Map<number, Standing>();
    for (const { id, place } of comments) {
      const move = place.side === 'new' ? { from: place.commitId, to: pull.headId } : { from: place.baseId, to: base ?? place.baseId };
      const key = `${move.from} ${place.sidePath}`;
      const moved = moves.get(key) ?? moveBetween(git, { ...move, path: place.sidePath });
      moves.set(key, moved);
      const line = lineOf(await moved, place.line);
      standings.set(
        id,
        line === null ? { line: place.line, commitId: place.commitId, outdated: true } : { line, commitId: pull.headId, outdated: false },
      );
    }
    return standings;
  }

  /**
   * Where lines around a comment of the new side stand at a head, under the file's name there; null where one of them is gone, or
   * where something has come between them.
   */
  async followLines(
    repository: Repository,
    pull: Pull,
    { place, lines }: { place: Place; lines: LineRange },
  ): Promise<{ path: string; lines: LineRange } | null> {
    const git = await openWithHead(this.#folders, repository.id, pull);
    const move = await moveBetween(git, { from: place.commitId, to: pull.headId, path: place.sidePath });
    if (move === null) return null;
    const first = lineOf(move, lines.from);
    for (let line = lines.from; line <= lines.to; line += 1)
      if (first === null || lineOf(move, line) !== first + line - lines.from) return null;
    return first === null ? null : { path: move.path, lines: { from: first, to: first + lines.to - lines.from } };
  }
}

/** A file between two commits. */
interface FileMove {
  /** As the later one calls it. */
  path: string;
  hunks: readonly Hunk[];
}

function lineOf(move: FileMove | null, line: number): number | null {
  return move === null ? null : lineAfter(move.hunks, line);
}

/** Null where the branch that it goes into is gone: nothing has moved then. */
async function presentBase(git: GitRepository, pull: Pull): Promise<string | null> {
  try {
    return await changeStart(git, pull);
  } catch (error) {
    if (isMosaicError(error, 'not_found')) return null;
    throw error;
  }
}

async function changedText(
  git: GitRepository,
  { path, baseId, commitId }: { path: string; baseId: string; commitId: string },
): Promise<ChangedText> {
  const now = await blobAt(git, commitId, path);
  const oldPath = now === null ? path : await formerPath(git, { path, baseId, commitId });
  const old = await blobAt(git, baseId, oldPath);
  if (now === null && old === null)
    throw new MosaicError('invalid_input', `comments: the pull request has no file "${path.slice(0, 200)}".`);
  const hunks =
    now !== null && old !== null ? await blobHunks(git, { from: old, to: now, contextLines: 3 }) : await wholeFile(git, { now, old });
  if (hunks === null) throw new MosaicError('invalid_input', `comments: "${path.slice(0, 200)}" is no text whose lines can be told.`);
  return { oldPath, old, new: now, hunks };
}

/** A file that is new or deleted is a change of all its lines; null where it has none to tell. */
async function wholeFile(git: GitRepository, { now, old }: { now: string | null; old: string | null }): Promise<Hunk[] | null> {
  const lines = await linesOf(git, now ?? old);
  if (lines === null) return null;
  const all = { start: 1, count: lines.length };
  const none = { start: 0, count: 0 };
  return [
    now === null
      ? { from: all, to: none, lines: lines.map((line) => `-${line}`) }
      : { from: none, to: all, lines: lines.map((line) => `+${line}`) },
  ];
}

/** @throws MosaicError `too_large`. */
async function linesOf(git: GitRepository, id: string | null): Promise<string[] | null> {
  const bytes = id === null ? null : await readBlob(git, id, FILE_MAX_BYTES);
  if (bytes === null || isBinary(bytes)) return null;
  return bytes.length === 0 ? [] : bytes.toString('utf8').replace(/\n$/, '').split('\n');
}

async function formerPath(
  git: GitRepository,
  { path, baseId, commitId }: { path: string; baseId: string; commitId: string },
): Promise<string> {
  if ((await blobAt(git, baseId, path)) !== null) return path;
  const { files } = await fileChanges(git, baseId, commitId, FILES_MAX);
  return files.find((file) => file.path === path)?.formerPath ?? path;
}

async function unchangedHunk(
  git: GitRepository,
  text: ChangedText,
  { path, side, line }: { path: string; side: 'old' | 'new'; line: number },
): Promise<string> {
  const lines = await linesOf(git, text[side]);
  if (lines === null || line > lines.length)
    throw new MosaicError('invalid_input', `comments: "${path.slice(0, 200)}" has no line ${line}${side === 'old' ? ' in the base' : ''}.`);
  const back = text.hunks.map(({ from, to, ...rest }) => ({ from: to, to: from, ...rest }));
  const other = lineAfter(side === 'old' ? text.hunks : back, line) ?? line;
  return hunkOfUnchanged(lines, side === 'old' ? { side, old: line, new: other } : { side, old: other, new: line });
}

/** What happened to a file between two commits, under its later name where it has one; null where it is gone, or no text. */
async function moveBetween(git: GitRepository, { from, to, path }: { from: string; to: string; path: string }): Promise<FileMove | null> {
  if (from === to) return { path, hunks: [] };
  const before = await blobAt(git, from, path);
  if (before === null) return null;
  const stays = await blobAt(git, to, path);
  const now = stays === null ? await renamedPath(git, { from, to, path }) : path;
  const after = now === null ? null : (stays ?? (await blobAt(git, to, now)));
  const hunks = after === null ? null : await blobHunks(git, { from: before, to: after, contextLines: 0 });
  return now === null || hunks === null ? null : { path: now, hunks };
}

async function renamedPath(git: GitRepository, { from, to, path }: { from: string; to: string; path: string }): Promise<string | null> {
  const { files } = await fileChanges(git, from, to, FILES_MAX);
  return files.find((file) => file.formerPath === path)?.path ?? null;
}
