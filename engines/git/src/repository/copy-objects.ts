import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { gitError } from '../process/git-error.ts';
import { stream, type GitProcess } from '../process/git-process.ts';

/** Moving objects is as long as they are large. */
const COPY_TIMEOUT_MS = 10 * 60_000;

export interface CopyObjects {
  /** The folder of the repository that has them. */
  from: string;
  into: string;
  /** What is copied, with all that it reaches: nothing else of the repository comes along. */
  ids: readonly string[];
  /** What the other repository has already, with all that it reaches. */
  beside?: readonly string[];
  signal?: AbortSignal | undefined;
  priority?: 'normal' | 'low';
}

/**
 * Copies objects from one repository into another, as one pack that appears whole or not at all. Neither depends on the other
 * afterwards, and what no given id reaches (deleted branches, heads of pull requests) stays behind.
 * @throws MosaicError `timeout`, `unavailable`, `insufficient_storage`, `internal` with git's words.
 */
export async function copyObjects({ from, into, ids, beside = [], signal, priority = 'normal' }: CopyObjects): Promise<void> {
  if (ids.length === 0) return;
  const options = { timeoutMs: COPY_TIMEOUT_MS, signal, priority };
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(into, 'objects') };
  const packing = stream(['pack-objects', '--revs', '--stdout', '-q', '--delta-base-offset'], { ...options, gitDir: from, env });
  const indexing = stream(['index-pack', '--stdin'], { ...options, gitDir: into });
  packing.stdin.end([...ids, ...beside.map((id) => `^${id}`), ''].join('\n'));
  indexing.stdout.resume();
  const moved = pipeline(packing.stdout, indexing.stdin).catch(() => undefined);
  const [packed, indexed] = await Promise.all([endOf(packing, indexing), indexing.done, moved]);
  if (packed.exitCode !== 0) throw gitError('pack-objects', packed);
  if (indexed.exitCode !== 0) throw gitError('index-pack', indexed);
}

/** A pack that is cut off is never finished by the other side. */
async function endOf(packing: GitProcess, indexing: GitProcess) {
  const exit = await packing.done;
  if (exit.exitCode !== 0) indexing.kill();
  return exit;
}
