import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** Stores contents as blobs, as they are (no filters, no line endings), in one process. Returns their ids in order. */
export async function writeBlobs(repository: Repository, contents: readonly Uint8Array[]): Promise<string[]> {
  const [only] = contents;
  if (only === undefined) return [];
  const options = { gitDir: repository.gitDir };
  if (contents.length === 1) return idsOf(await run(['hash-object', '-w', '--no-filters', '--stdin'], { ...options, input: only }));
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-blobs-'));
  try {
    const paths = contents.map((_, index) => join(folder, String(index)));
    for (const [index, content] of contents.entries()) await writeFile(paths[index] ?? '', content, { mode: 0o600 });
    return idsOf(await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { ...options, input: `${paths.join('\n')}\n` }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function idsOf({ stdout }: { stdout: Buffer }): string[] {
  return stdout.toString('utf8').split('\n').filter(Boolean);
}
