import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bytesOfText, textOfBytes } from '@mosaic/contracts/wire';

import { checkTreePath } from '../names/tree-path.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

const FILE = '.gitattributes';

/**
 * The value of one attribute (gitattributes(5)) of each path, by the files of a commit; paths that have none are left out. git itself reads
 * them, from an index that holds nothing but those that matter for these paths.
 * @throws MosaicError `invalid_input` for a path that no file can have.
 */
export async function attributeOf(
  repository: Repository,
  commitId: string,
  { name, paths }: { name: string; paths: readonly string[] },
): Promise<Map<string, string>> {
  const { gitDir, objects } = repository;
  for (const path of paths) checkTreePath(path);
  const entries: string[] = [];
  for (const file of new Set(paths.flatMap(filesAbove))) {
    const found = await objects.info(gitDir, `${commitId}:${file}`);
    if (found?.type === 'blob') entries.push(`100644 ${found.id}\t${file}\0`);
  }
  if (entries.length === 0) return new Map();
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-attributes-'));
  try {
    const options = { gitDir, env: { GIT_INDEX_FILE: join(folder, 'index') } };
    await run(['update-index', '-z', '--index-info'], { ...options, input: bytesOfText(entries.join('')) });
    const { stdout } = await run(['check-attr', '--cached', '-z', '--stdin', name], {
      ...options,
      input: bytesOfText(`${paths.join('\0')}\0`),
    });
    const told = textOfBytes(stdout).split('\0');
    const values = new Map<string, string>();
    for (let at = 0; at + 2 < told.length; at += 3) {
      const value = told[at + 2] ?? '';
      if (value !== 'unspecified') values.set(told[at] ?? '', value);
    }
    return values;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function filesAbove(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  return [FILE, ...folders.map((_folder, depth) => `${folders.slice(0, depth + 1).join('/')}/${FILE}`)];
}
