import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { run, type RunOptions } from '../process/run.ts';
import { ifMissing } from './if-missing.ts';
import type { Repository } from './repository.ts';

export interface RepositorySize {
  looseObjects: number;
  packedObjects: number;
  packs: number;
  /** Bytes of all objects on disk, loose and packed. */
  sizeBytes: number;
}

/** Counts objects and bytes (git count-objects). */
export async function repositorySize(repository: Repository): Promise<RepositorySize> {
  const { stdout } = await run(['count-objects', '-v'], { gitDir: repository.gitDir });
  const values = new Map(
    stdout
      .toString('utf8')
      .split('\n')
      .map((line) => line.split(': ') as [string, string]),
  );
  const value = (key: string): number => Number(values.get(key) ?? 0);
  return {
    looseObjects: value('count'),
    packedObjects: value('in-pack'),
    packs: value('packs'),
    sizeBytes: (value('size') + value('size-pack')) * 1024,
  };
}

/** What has gathered since the last maintenance. */
export interface Clutter {
  /** An estimate from one of the 256 folders, as git's own `gc --auto` makes it (builtin/gc.c, too_many_loose_objects). */
  looseObjects: number;
  packs: number;
}

/** Reads two folders and starts no process, so that it may be asked after every push. */
export async function estimateClutter(repository: Repository): Promise<Clutter> {
  const sample = await readdir(join(repository.gitDir, 'objects', '17')).catch(ifMissing([]));
  const packs = await readdir(join(repository.gitDir, 'objects', 'pack')).catch(ifMissing([]));
  return { looseObjects: sample.length * 256, packs: packs.filter((name) => name.endsWith('.pack')).length };
}

export interface MaintainOptions {
  /** Ends it between or in its steps; what it has done until then stays, and is whole. */
  signal?: AbortSignal;
  /** Of each step; 30 minutes by default. */
  timeoutMs?: number;
}

/**
 * One pack with a bitmap, packed refs and a commit graph. What no ref reaches goes into a second pack and is never dropped:
 * git cannot tell such an object from one that a push of this moment is about to use. So it may run beside pushes and fetches.
 * Heavy: run it seldom and one at a time (git's own automatic gc is off).
 * @throws as {@link run}.
 */
export async function maintainRepository(repository: Repository, options: MaintainOptions = {}): Promise<void> {
  const base: RunOptions = { gitDir: repository.gitDir, timeoutMs: 30 * 60_000, priority: 'low', ...options };
  for (const step of [
    ['repack', '-q', '-d', '-l', '-n', '--cruft', '--write-bitmap-index'],
    ['pack-refs', '--all', '--prune'],
    ['commit-graph', 'write', '--reachable', '--changed-paths'],
  ]) {
    options.signal?.throwIfAborted();
    await run(step, base);
  }
}
