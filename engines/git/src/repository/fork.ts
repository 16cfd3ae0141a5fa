import { ZERO_ID } from '../names/object-id.ts';
import { listRefs } from '../refs/read-refs.ts';
import { updateRefs } from '../refs/update-refs.ts';
import { copyObjects } from './copy-objects.ts';
import { createBareRepository } from './create.ts';
import type { Repository } from './repository.ts';

export interface ForkRequest {
  from: Repository;
  path: string;
  defaultBranch: string;
  /** The default branch alone, instead of all branches and tags. */
  isNarrow?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Makes a bare repository with branches and tags of another one and what they reach; nothing else comes along, and the two share
 * nothing on disk. It appears complete or not at all. Answers whether it is empty.
 * @throws as {@link copyObjects} and {@link createBareRepository}.
 */
export async function forkRepository({ from, path, defaultBranch, isNarrow = false, signal }: ForkRequest): Promise<{ empty: boolean }> {
  const refs = [...(await listRefs(from, 'refs/heads/')), ...(await listRefs(from, 'refs/tags/'))].filter(
    ({ damaged, ref }) => damaged !== true && (!isNarrow || ref === `refs/heads/${defaultBranch}`),
  );
  const fill = async (gitDir: string): Promise<void> => {
    await copyObjects({ from: from.gitDir, into: gitDir, ids: [...new Set(refs.map(({ id }) => id))], signal, priority: 'low' });
    const changes = refs.map(({ ref, id }) => ({ ref, oldId: ZERO_ID, newId: id }));
    if (changes.length > 0) await updateRefs({ ...from, gitDir }, changes, { message: 'fork' });
  };
  await createBareRepository(path, { defaultBranch, fill });
  return { empty: refs.length === 0 };
}
