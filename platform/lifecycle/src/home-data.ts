import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether services have kept rows in this home before, some of them sealed with its key. */
export function holdsData(home: string): boolean {
  const data = join(home, 'data');
  return namesIn(data).some((name) => namesIn(join(data, name)).some((file) => file.endsWith('.db')));
}

/** None where there is no folder, or one that no service of ours could use, as the `lost+found` of a fresh volume. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
