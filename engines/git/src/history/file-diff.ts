import { isObjectId } from '../names/object-id.ts';
import { blobAt, isBinary, readBlob } from '../content/blob.ts';
import { damaged } from '../objects/damaged.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

export interface FileDiffRequest {
  /** Commits on either side. */
  base: string;
  head: string;
  /** Where the file is at the head, and where it was at the base, when that was elsewhere. */
  path: string;
  formerPath?: string | undefined;
  /** Lines around a change; 3 by default. */
  contextLines?: number;
  /** Changes of white space do not count. */
  ignoreSpace?: boolean;
  /** 2 MiB by default. */
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;

/**
 * What happened to one file between two commits, as a unified diff of its two blobs: names are asked of the trees, byte by byte, and
 * never of git's patterns of paths, which take no byte that is no UTF-8. The text names blobs where git names paths. Empty where nothing
 * differs; null where neither side has a file there. @throws MosaicError `too_large`.
 */
export async function fileDiff(repository: Repository, request: FileDiffRequest): Promise<Buffer | null> {
  const [before, after] = await Promise.all([
    blobAt(repository, request.base, request.formerPath ?? request.path),
    blobAt(repository, request.head, request.path),
  ]);
  if (before !== null && after !== null) return diffBlobs(repository, [before, after], request);
  const only = before ?? after;
  return only === null ? null : wholeFile(repository, only, after === null ? '-' : '+', request.maxBytes ?? DEFAULT_MAX_BYTES);
}

async function diffBlobs(
  repository: Repository,
  blobs: readonly [string, string],
  { contextLines = 3, ignoreSpace = false, maxBytes = DEFAULT_MAX_BYTES }: FileDiffRequest,
): Promise<Buffer> {
  if (!blobs.every(isObjectId)) throw damaged('a file of the change');
  const flags = ['--no-ext-diff', '--no-textconv', '--no-color', '--full-index', `-U${contextLines}`, ...(ignoreSpace ? ['-w'] : [])];
  return (await run(['diff', ...flags, ...blobs], { gitDir: repository.gitDir, maxOutputBytes: maxBytes })).stdout;
}

/** A file that came or went: git has no empty blob to compare it with unless somebody has put one there. */
async function wholeFile(repository: Repository, id: string, sign: '+' | '-', maxBytes: number): Promise<Buffer> {
  const data = await readBlob(repository, id, maxBytes);
  if (data === null) throw damaged(`the file ${id.slice(0, 10)}`);
  const head = `diff --git a/${id} b/${id}\n${sign === '+' ? 'new' : 'deleted'} file mode 100644\n`;
  if (isBinary(data)) return Buffer.from(`${head}Binary files differ\n`);
  if (data.length === 0) return Buffer.from(head);
  const lines = data.toString('latin1').split('\n');
  const isEnded = lines.at(-1) === '';
  if (isEnded) lines.pop();
  const range = lines.length === 1 ? '1' : `1,${lines.length}`;
  const at = sign === '+' ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`;
  const text = lines.map((line) => `${sign}${line}\n`).join('');
  return Buffer.from(`${head}${at}\n${text}${isEnded ? '' : '\\ No newline at end of file\n'}`, 'latin1');
}
