import { attributeOf, branchRef, readRefs, type FileChange, type Repository as GitRepository } from '@mosaic/engines/git';

import { pointerText, POINTER_MAX, readPointer } from '../lfs/lfs-object.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';

/** The changes as a clone would commit them: a file that `.gitattributes` gives to Git LFS is kept there, and its pointer stands in git. */
export async function withPointers(
  lfs: LfsStore,
  { repositoryId, git }: { repositoryId: number; git: GitRepository },
  { branch, files }: { branch: string; files: readonly FileChange[] },
): Promise<FileChange[]> {
  const ref = branchRef(branch);
  const base = (await readRefs(git, [ref])).get(ref)?.commitId ?? '';
  const written = files.filter((file) => file.op !== 'delete' && !isPointer(file.content));
  if (base === '' || written.length === 0) return [...files];
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
