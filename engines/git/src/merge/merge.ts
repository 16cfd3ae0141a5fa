import type { Person } from '../content/commit-files.ts';
import { commitId, isAncestor, mergeBase } from '../history/commits.ts';
import type { Repository } from '../repository/repository.ts';
import { mergeFiles } from './merge-trees.ts';
import type { MergeOutcome } from './outcome.ts';
import { replay } from './replay.ts';
import { Scratch } from './scratch.ts';
import { readOriginal, writeCommit } from './write-commit.ts';

/** How `head` comes into `base`: Gitea's names, less the one that only tells of a merge done elsewhere. */
export type MergeStyle = 'merge' | 'rebase' | 'rebase-merge' | 'squash' | 'fast-forward-only';

export interface MergeRequest {
  style: MergeStyle;
  /** Commits; no ref is read or moved. */
  base: string;
  head: string;
  /** Of the commit that `merge`, `rebase-merge` and `squash` make. */
  message: string;
  /** Who made the change, in a squashed commit; who merges otherwise. */
  author: Person;
  committer: Person;
}

/**
 * Merges two commits without a working tree. The outcome's commit and all that it needs are in the repository; moving the ref is left
 * to the caller, who knows from where.
 * @throws MosaicError `timeout`, `insufficient_storage`, `invalid_input`.
 */
export async function merge(repository: Repository, request: MergeRequest): Promise<MergeOutcome> {
  const base = commitId(request.base);
  const head = commitId(request.head);
  if ((await mergeBase(repository, base, head)) === null) return { kind: 'unrelated' };
  if (await isAncestor(repository, head, base)) return { kind: 'nothing' };
  if (request.style === 'fast-forward-only')
    return (await isAncestor(repository, base, head)) ? { kind: 'merged', commitId: head } : { kind: 'diverged' };
  await using scratch = await Scratch.open(repository);
  const outcome = await STYLES[request.style](scratch, request);
  if (outcome.kind === 'merged' && outcome.commitId !== head) await scratch.keep(outcome.commitId, [base, head]);
  return outcome;
}

const STYLES: Record<Exclude<MergeStyle, 'fast-forward-only'>, (scratch: Scratch, request: MergeRequest) => Promise<MergeOutcome>> = {
  merge: (scratch, request) => mergeTwo(scratch, request, { parents: [request.base, request.head], author: request.committer }),
  squash: (scratch, request) => mergeTwo(scratch, request, { parents: [request.base], author: request.author }),
  rebase: replaySame,
  async 'rebase-merge'(scratch, request) {
    const { base, committer, message } = request;
    const outcome = await replaySame(scratch, request);
    if (outcome.kind !== 'merged') return outcome;
    const treeId = await treeOf(scratch, outcome.commitId);
    const parentIds = [base, outcome.commitId];
    return { kind: 'merged', commitId: await writeCommit(scratch, { treeId, parentIds, author: committer, committer, message }) };
  },
};

/**
 * Each commit on top of the base, where all of them together bring what a merge would. A merge in the head may take back what a commit before
 * it did, and is left out; so is what the base has already, though a later commit takes it back.
 */
async function replaySame(scratch: Scratch, { base, head, committer }: MergeRequest): Promise<MergeOutcome> {
  const outcome = await replay(scratch, { onto: base, head, committer });
  if (outcome.kind !== 'merged') return outcome;
  const { treeId, ...conflict } = await mergeFiles(scratch, base, head);
  if (treeId === null) return { kind: 'conflict', ...conflict, at: null };
  return treeId === (await treeOf(scratch, outcome.commitId)) ? outcome : { kind: 'differs' };
}

async function mergeTwo(
  scratch: Scratch,
  { base, head, message, committer }: MergeRequest,
  { parents, author }: { parents: readonly string[]; author: Person },
): Promise<MergeOutcome> {
  const { treeId, ...conflict } = await mergeFiles(scratch, base, head);
  if (treeId === null) return { kind: 'conflict', ...conflict, at: null };
  if (parents.length === 1 && treeId === (await readOriginal(scratch, base)).treeId) return { kind: 'nothing' };
  return { kind: 'merged', commitId: await writeCommit(scratch, { treeId, parentIds: parents, author, committer, message }) };
}

/** Of a commit that may be in the scratch alone. */
async function treeOf(scratch: Scratch, id: string): Promise<string> {
  return (await scratch.run(['rev-parse', '--verify', `${id}^{tree}`])).stdout.toString('utf8').trim();
}

/** Whether two commits would merge, and what would not. */
export type Mergeability = { kind: 'clean' | 'nothing' | 'unrelated' } | { kind: 'conflict'; conflicts: string[]; truncated: boolean };

/** Tries a merge and leaves nothing behind. `nothing`: the merge would change no file. */
export async function tryMerge(repository: Repository, base: string, head: string): Promise<Mergeability> {
  if ((await mergeBase(repository, base, head)) === null) return { kind: 'unrelated' };
  if (await isAncestor(repository, head, base)) return { kind: 'nothing' };
  await using scratch = await Scratch.open(repository);
  const { treeId, ...conflict } = await mergeFiles(scratch, commitId(base), commitId(head));
  if (treeId === null) return { kind: 'conflict', ...conflict };
  return { kind: treeId === (await readOriginal(scratch, base)).treeId ? 'nothing' : 'clean' };
}
