import type { FileChange } from '@mosaic/engines/git';

import type { Repository } from '../repositories/repository.ts';

/** What `auto_init` commits: a README with name and description. */
export function initialFiles(repository: Pick<Repository, 'name' | 'description'>): FileChange[] {
  const text = `# ${repository.name}\n${repository.description === '' ? '' : `\n${repository.description}\n`}`;
  return [{ op: 'create', path: 'README.md', content: Buffer.from(text) }];
}
