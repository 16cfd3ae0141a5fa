import type { FastifyRequest } from 'fastify';

import { archive, ARCHIVE_FORMATS, bundle, type ArchiveFormat } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';
import { holderOf, type Places } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';

/** Of one archive, from beginning to end. */
const TIMEOUT_MS = 30 * 60_000;
/** Paths that one request may name. */
const PATHS_MAX = 50;

export interface Archive {
  commitId: string;
  format: ArchiveFormat;
  /** These alone; all when empty. */
  paths: readonly string[];
}

/** Packs the files of a commit, each by one of the processes that serve git. */
export class Archiver {
  readonly #folders: RepositoryFolders;
  readonly #slots: Places;
  readonly #proof: string;

  /** `proof` is what our own edge proves itself with. */
  constructor(ports: { folders: RepositoryFolders; slots: Places; proof: string }) {
    this.#folders = ports.folders;
    this.#slots = ports.slots;
    this.#proof = ports.proof;
  }

  /** @throws MosaicError `rate_limited`, `unavailable` where no process is to be had, else as `archive`. */
  async open(
    repository: Repository,
    { commitId, format, paths }: Archive,
    { caller, raw, signal }: { caller: Caller; raw: FastifyRequest; signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>> {
    const leave = await this.#slots.take(holderOf(caller, raw, this.#proof), signal);
    // Also where nobody reads it to its end.
    signal.addEventListener('abort', leave, { once: true });
    const git = this.#folders.open(repository.id);
    const request = { commitId, signal, timeoutMs: TIMEOUT_MS };
    try {
      const bytes =
        format === 'bundle'
          ? await bundle(git, this.#folders.scratch(), request)
          : await archive(git, { ...request, format, prefix: `${repository.name.toLowerCase()}/`, paths });
      return until(bytes, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** "v1.0.tar.gz" → the ref and the format. @throws MosaicError `invalid_input`. */
export function splitArchiveName(name: string): { ref: string; format: ArchiveFormat } {
  const format = ARCHIVE_FORMATS.find((one) => name.endsWith(`.${one}`));
  if (format === undefined)
    throw new MosaicError('invalid_input', `unknown format: ${name.slice(0, 200)}; ask for .zip, .tar.gz or .bundle.`);
  return { ref: name.slice(0, -format.length - 1), format };
}

/** @throws MosaicError `invalid_input`. */
export function requirePaths(format: ArchiveFormat, paths: readonly string[]): void {
  if (format === 'bundle' && paths.length > 0) throw new MosaicError('invalid_input', 'cannot specify paths when requesting a bundle');
  if (paths.length > PATHS_MAX) throw new MosaicError('invalid_input', `An archive is narrowed to ${PATHS_MAX} paths at most.`);
}

async function* until(bytes: AsyncIterable<Uint8Array>, leave: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } finally {
    leave();
  }
}
