import type { Person } from '../content/commit-files.ts';
import { isAncestor } from '../history/commits.ts';
import { mergeFiles } from './merge-trees.ts';
import type { MergeOutcome } from './outcome.ts';
import type { Scratch } from './scratch.ts';
import { readOriginal, writeAgain, writePlain, type OriginalCommit } from './write-commit.ts';

/** Some 20 ms each: a request stays below its limit. */
export const REPLAY_MAX = 500;
/** The tree without files, in every repository of SHA-1. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * Puts the commits of `head` on top of `onto`, as `git rebase` does: merges are left out, and so is what `onto` has already (by the same
 * change, or because nothing is left of it); what was without a change from the beginning stays. Authors, dates and messages are kept byte
 * for byte. A commit that stands where it would be put is kept as it is.
 */
export async function replay(
  scratch: Scratch,
  { onto, head, committer }: { onto: string; head: string; committer: Person },
): Promise<MergeOutcome> {
  if (await isAncestor(scratch.repository, head, onto)) return { kind: 'nothing' };
  const ids = await toReplay(scratch, onto, head);
  if (ids.length > REPLAY_MAX) return { kind: 'too-many', limit: REPLAY_MAX };
  let tip = { id: onto, treeId: (await readOriginal(scratch, onto)).treeId };
  for (const id of ids) {
    const original = await readOriginal(scratch, id);
    const put =
      original.parentIds[0] === tip.id ? { id, treeId: original.treeId } : await putOnTop(scratch, { original, id, tip, committer });
    if ('conflicts' in put) return { kind: 'conflict', ...put, at: id };
    tip = put;
  }
  return tip.id === onto ? { kind: 'nothing' } : { kind: 'merged', commitId: tip.id };
}

async function toReplay(scratch: Scratch, onto: string, head: string): Promise<string[]> {
  // Reversed after it was cut, so one more than the limit is enough to know.
  const shape = ['--topo-order', '--no-merges', '--right-only', '--cherry-pick', `--max-count=${REPLAY_MAX + 1}`];
  const { stdout } = await scratch.run(['rev-list', ...shape, `${onto}...${head}`, '--']);
  return stdout.toString('utf8').split('\n').filter(Boolean).toReversed();
}

interface Tip {
  id: string;
  treeId: string;
}

async function putOnTop(
  scratch: Scratch,
  { original, id, tip, committer }: { original: OriginalCommit; id: string; tip: Tip; committer: Person },
): Promise<Tip | { conflicts: string[]; truncated: boolean }> {
  const before = original.parentIds[0] === undefined ? EMPTY_TREE : (await readOriginal(scratch, original.parentIds[0])).treeId;
  const treeId = before === tip.treeId ? original.treeId : before === original.treeId ? tip.treeId : null;
  const merged = treeId === null ? await pick(scratch, { original, id, tip }) : { treeId, conflicts: [], truncated: false };
  if (merged.treeId === null) return { conflicts: merged.conflicts, truncated: merged.truncated };
  // What it did has been done already; one that never did anything was meant so.
  if (merged.treeId === tip.treeId && original.treeId !== before) return tip;
  return { id: await writeAgain(scratch, original, { treeId: merged.treeId, parentId: tip.id, committer }), treeId: merged.treeId };
}

/** git ≥ 2.40 takes a merge base; before, the tip's files stand beside the commit as another child of its parent. */
async function pick(scratch: Scratch, { original, id, tip }: { original: OriginalCommit; id: string; tip: Tip }) {
  const [parent] = original.parentIds;
  if (parent !== undefined) return mergeFiles(scratch, await writePlain(scratch, tip.treeId, [parent]), id);
  // The first commit of a history of its own: what was before it is nothing.
  const nothing = await writePlain(scratch, await emptyTree(scratch), []);
  return mergeFiles(scratch, await writePlain(scratch, tip.treeId, [nothing]), await writePlain(scratch, original.treeId, [nothing]));
}

async function emptyTree(scratch: Scratch): Promise<string> {
  return (await scratch.run(['mktree'], { input: '' })).stdout.toString('utf8').trim();
}
