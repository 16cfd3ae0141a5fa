import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import { run, type RunOptions, type RunResult } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** Moving objects is as long as they are large. */
const KEEP_TIMEOUT_MS = 10 * 60_000;

/**
 * Objects worked out beside a repository's own, which are read through it: what is not kept is gone with the scratch, so that a merge
 * that was only tried, or that failed half-way, leaves nothing behind. A killed process leaves the folder, which the next start removes.
 */
export class Scratch implements AsyncDisposable {
  readonly repository: Repository;
  readonly #folder: string;

  private constructor(repository: Repository, folder: string) {
    this.repository = repository;
    this.#folder = folder;
  }

  static async open(repository: Repository): Promise<Scratch> {
    // The name that git gives the quarantine of a push, known to `clearLeftovers`.
    return new Scratch(repository, await mkdtemp(join(repository.gitDir, 'objects', 'tmp_objdir-merge-')));
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return run(args, { ...options, ...this.#where() });
  }

  /** Moves into the repository what a commit reaches beside these, which are there. @throws MosaicError `insufficient_storage`. */
  async keep(commitId: string, beside: readonly string[]): Promise<void> {
    const from = stream(['pack-objects', '--revs', '--stdout', '-q'], { ...this.#where(), timeoutMs: KEEP_TIMEOUT_MS });
    const into = stream(['unpack-objects', '-q'], { gitDir: this.repository.gitDir, timeoutMs: KEEP_TIMEOUT_MS });
    from.stdin.end([commitId, ...beside.map((id) => `^${id}`), ''].join('\n'));
    into.stdout.resume();
    const moved = pipeline(from.stdout, into.stdin).catch(() => undefined);
    const [packed, unpacked] = await Promise.all([from.done, into.done, moved]);
    if (packed.exitCode !== 0) throw gitError('pack-objects', packed);
    if (unpacked.exitCode !== 0) throw gitError('unpack-objects', unpacked);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #where() {
    const { gitDir } = this.repository;
    return { gitDir, env: { GIT_OBJECT_DIRECTORY: this.#folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(gitDir, 'objects') } };
  }
}
