import type { ForgeOperation } from '../../../forge-operation.ts';
import { cancelMerge } from './cancel-merge.ts';
import { createPull } from './create.ts';
import { editPull } from './edit.ts';
import { getPullByBranches } from './get-by-branches.ts';
import { getPullText } from './get-text.ts';
import { getPull } from './get.ts';
import { isPullMerged } from './is-merged.ts';
import { listPullCommits } from './list-commits.ts';
import { listPullFiles } from './list-files.ts';
import { listPulls } from './list.ts';
import { mergePull } from './merge.ts';
import { REVIEW_OPERATIONS } from './review/routes.ts';
import { updatePull } from './update.ts';

/** Operations on pull requests. */
export const PULL_OPERATIONS: readonly ForgeOperation[] = [
  listPulls,
  createPull,
  getPull,
  getPullByBranches,
  getPullText,
  editPull,
  isPullMerged,
  mergePull,
  cancelMerge,
  updatePull,
  listPullCommits,
  listPullFiles,
  ...REVIEW_OPERATIONS,
];
