import type { listPullChanges } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { type DiffFile, parseDiff } from '../../../parts/diff/diff.ts';
import { isGenerated, LARGE } from '../../../parts/diff/fold-reasons.ts';

type Listed = z.output<(typeof listPullChanges)['answer']>;

/** What a pull request does to one file. */
export interface PullFile {
  path: string;
  /** Where it was before, when it was renamed. */
  formerPath: string | null;
  change: 'added' | 'deleted' | 'renamed' | 'copied' | 'modified';
  additions: number;
  deletions: number;
  isBinary: boolean;
  /** Modes on both sides, as git writes them; null on the side where it is not. */
  modes: { before: string | null; after: string | null };
  /** Says whether it is what somebody has seen. */
  version: string;
  /** Its lines, where they came along with the list. */
  diff: DiffFile | null;
}

const SUBMODULE = '160000';
const LINK = '120000';
const NO_MODE = '000000';
const modeOf = (mode: string): string | null => (mode === NO_MODE ? null : mode);

export function filesOfList({ files }: Listed): PullFile[] {
  return files.map(({ kind, binary, before, after, ...file }) => ({
    ...file,
    change: kind,
    isBinary: binary,
    modes: { before: modeOf(before.mode), after: modeOf(after.mode) },
    version: kind === 'deleted' ? `-${before.id}` : after.id,
    diff: null,
  }));
}

/** Of the whole as one text; `version` is then that of all files together. */
export function filesOfDiff(text: Uint8Array, version: string): PullFile[] {
  return parseDiff(text).map((diff) => ({
    path: diff.path,
    formerPath: diff.oldPath,
    change: diff.change,
    additions: diff.additions,
    deletions: diff.deletions,
    isBinary: diff.isBinary,
    modes: diff.modes ?? (diff.isSubmodule ? { before: SUBMODULE, after: SUBMODULE } : { before: null, after: null }),
    version,
    diff,
  }));
}

export const isSubmodule = ({ modes }: PullFile): boolean => (modes.after ?? modes.before) === SUBMODULE;

/** What became of a file beside its lines, in words. */
export function factsOf({ change, modes: { before, after } }: PullFile): string[] {
  const kind = (after ?? before) === SUBMODULE ? ['submodule'] : (after ?? before) === LINK ? ['symbolic link'] : [];
  return [...(change === 'modified' ? [] : [change]), ...kind, ...modeWords(before, after)];
}

function modeWords(before: string | null, after: string | null): string[] {
  if (before === null || after === null || before === after) return after === '100755' && before === null ? ['executable'] : [];
  if (before === '100644' && after === '100755') return ['made executable'];
  if (before === '100755' && after === '100644') return ['no longer executable'];
  return [`mode ${before} → ${after}`];
}

/** Why a file has no lines to show; null when it has. */
export function bareReason(file: PullFile): string | null {
  if (isSubmodule(file)) return 'A commit of another repository';
  if (file.isBinary) return 'A binary file: its lines cannot be shown';
  if (file.additions + file.deletions > 0) return null;
  if (file.change === 'added' || file.change === 'deleted') return 'An empty file';
  if (file.change === 'renamed') return 'Renamed without a change';
  if (file.change === 'copied') return 'Copied without a change';
  return file.modes.before === file.modes.after ? 'No lines changed' : 'Only its mode changed';
}

/** Why a file opens only when asked; null when it opens by itself. */
export function foldReason({ path, additions, deletions }: PullFile): string | null {
  if (isGenerated(path)) return 'A generated file';
  const lines = additions + deletions;
  return lines > LARGE ? `A large change: ${lines.toLocaleString('en')} lines` : null;
}
