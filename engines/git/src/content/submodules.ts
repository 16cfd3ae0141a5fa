import { textOfBytes } from '@mosaic/contracts/wire';

import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { entryAt } from './tree.ts';

/** Where the submodules of a commit come from, by their path, as its `.gitmodules` says; what is malformed there is left out. */
export async function submoduleUrls(repository: Repository, commit: string): Promise<Map<string, string>> {
  const file = await entryAt(repository, commit, '.gitmodules');
  if (file?.kind !== 'file') return new Map();
  const { stdout } = await run(['config', '--blob', file.id, '-z', '--get-regexp', '^submodule\\..*\\.(path|url)$'], {
    gitDir: repository.gitDir,
    okExitCodes: [0, 1, 128],
  });
  const members = new Map<string, { path?: string; url?: string }>();
  // "submodule.<name>.path LF value NUL"; git writes the member in lower case.
  for (const record of textOfBytes(stdout).split('\0')) {
    const [key = '', ...value] = record.split('\n');
    const found = /^submodule\.(.*)\.(path|url)$/s.exec(key);
    if (found !== null) members.set(found[1] ?? '', { ...members.get(found[1] ?? ''), [found[2] as string]: value.join('\n') });
  }
  return new Map([...members.values()].flatMap(({ path, url }) => (path === undefined || url === undefined ? [] : [[path, url] as const])));
}
