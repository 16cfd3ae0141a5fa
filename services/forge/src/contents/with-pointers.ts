import { attributeOf, type FileChange, type Repository as GitRepository } from '@mosaic/engines/git';

import { pointerText, POINTER_MAX, readPointer } from '../lfs/lfs-object.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';

/** The changes as a clone would commit them onto `base` (null: nothing is there yet): a file that `.gitattributes` gives to Git LFS is kept there, and its pointer stands in git. */
export async function withPointers(
  lfs: LfsStore,
  { repositoryId, git, base }: { repositoryId: number; git: GitRepository; base: string | null },
  files: readonly FileChange[],
): Promise<FileChange[]> {
  const written = files.filter((file) => file.op !== 'delete' && !isPointer(file.content));
  if (base === null || written.length === 0) return [...files];
  const filters = await attributeOf(git, base, { name: 'filter', paths: written.map(({ path }) => path) });
  return Promise.all(
    files.map(async (file) => {
      if (file.op === 'delete' || !written.includes(file) || filters.get(file.path) !== 'lfs') return file;
      return { ...file, content: Buffer.from(pointerText(await lfs.keep(repositoryId, file.content))) };
    }),
  );
}

function isPointer(content: Uint8Array): boolean {
  return content.length < POINTER_MAX && readPointer(Buffer.from(content).toString()) !== null;
}
