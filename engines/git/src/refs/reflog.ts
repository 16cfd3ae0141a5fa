import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { isZeroId } from '../names/object-id.ts';
import { isRefName } from '../names/ref-name.ts';
import type { Repository } from '../repository/repository.ts';
import { readRefs } from './read-refs.ts';
import type { RefChange } from './update-refs.ts';

export interface ReflogEntry {
  oldId: string;
  newId: string;
  name: string;
  email: string;
  /** Seconds since 1970. */
  timestamp: number;
  message: string;
}

/** About 1,500 entries. */
const TAIL_BYTES = 256 * 1024;
const ENTRY = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (.*?) ?<([^<>]*)> (\d+) [+-]\d{4}(?:\t(.*))?$/;

/**
 * The youngest entries of a ref's reflog, youngest first; empty when it has none (a deleted ref loses its reflog).
 * Read from the file, because git's own command leaves the old ids out. Only the last 256 KiB are looked at.
 */
export async function reflogEntries(repository: Repository, ref: string, limit = 100): Promise<ReflogEntry[]> {
  if (!isRefName(ref)) throw new MosaicError('invalid_input', `${JSON.stringify(ref.slice(0, 200))} is not a valid ref.`);
  const lines = (await readTail(join(repository.gitDir, 'logs', ref))).split('\n');
  const entries: ReflogEntry[] = [];
  for (let at = lines.length - 1; at >= 0 && entries.length < limit; at--) {
    const entry = parseReflogLine(lines[at] ?? '');
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

/** Reads one line of a reflog; null when it is cut off or something else. */
export function parseReflogLine(line: string): ReflogEntry | null {
  const match = ENTRY.exec(line);
  if (match === null) return null;
  const [, oldId = '', newId = '', name = '', email = '', timestamp = '', message = ''] = match;
  return { oldId, newId, name, email, timestamp: Number(timestamp), message };
}

async function readTail(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    // EISDIR: there are refs below this name, but none of this name.
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))) return '';
    throw error;
  }
}

/**
 * Whether a change that was asked for happened. `unknown`: neither the ref nor a reflog is there, so it never came to be, or a
 * later push has deleted it; the caller knows whether there was one.
 */
export type Moved = 'moved' | 'not-moved' | 'unknown';

/**
 * Settles, after a crash, whether a ref was moved as asked.
 * The reflog is written before the ref itself, so its last entry counts only when the ref agrees. With `reflogEmail` (as given
 * to receivePack) only entries of that push count, which tells two pushes of the same change apart.
 */
export async function refMoved(repository: Repository, change: RefChange, reflogEmail?: string): Promise<Moved> {
  const [outcome] = await refsMoved(repository, [change], reflogEmail);
  return outcome ?? 'unknown';
}

/** {@link refMoved} for all changes of a push; the refs are read in one process. */
export async function refsMoved(repository: Repository, changes: readonly RefChange[], reflogEmail?: string): Promise<Moved[]> {
  const present = await readRefs(
    repository,
    changes.map((change) => change.ref),
  );
  const outcomes: Moved[] = [];
  for (const change of changes) {
    const entries = await reflogEntries(repository, change.ref, 2_000);
    outcomes.push(judge(change, { presentId: present.get(change.ref)?.id ?? null, entries, email: reflogEmail }));
  }
  return outcomes;
}

/** The pure half of {@link refMoved}; entries youngest first. */
export function judge(
  change: RefChange,
  seen: { presentId: string | null; entries: readonly ReflogEntry[]; email?: string | undefined },
): Moved {
  const { presentId, entries } = seen;
  if (isZeroId(change.newId)) {
    if (presentId === null) return 'moved';
    if (presentId === change.oldId) return 'not-moved';
    // The reflog still knows the value that was to be deleted, so the ref has lived on.
    return entries.some((entry) => entry.newId === change.oldId || entry.oldId === change.oldId) ? 'not-moved' : 'moved';
  }
  // git does nothing and writes nothing for a push of what is there already.
  if (change.oldId === change.newId) return presentId === change.newId ? 'moved' : 'unknown';
  const at = entries.findIndex(
    (entry) => entry.oldId === change.oldId && entry.newId === change.newId && (seen.email === undefined || entry.email === seen.email),
  );
  if (at === 0) return presentId === change.newId ? 'moved' : presentId === null ? 'unknown' : 'not-moved';
  if (at > 0) return entries[at - 1]?.oldId === change.newId ? 'moved' : 'not-moved';
  // Ref and reflog are both gone: it never came to be, or it was moved and then deleted by a later push.
  return presentId === null && entries.length === 0 ? 'unknown' : 'not-moved';
}
