import { run } from '../process/run.ts';
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

/**
 * One pack with a bitmap, packed refs and a commit graph. Unreachable objects of the last two weeks stay, because
 * a push in flight may need them. Heavy: run it seldom and one at a time (git's own automatic gc is off).
 */
export async function maintainRepository(
  repository: Repository,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<void> {
  const base = { gitDir: repository.gitDir, timeoutMs: 30 * 60_000, ...options };
  await run(['repack', '-q', '-A', '-d', '-l', '--write-bitmap-index', '--unpack-unreachable=2.weeks.ago'], base);
  await run(['pack-refs', '--all', '--prune'], base);
  await run(['commit-graph', 'write', '--reachable', '--changed-paths'], base);
}
