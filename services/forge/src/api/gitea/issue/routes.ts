import { createComment } from './comment/create.ts';
import { deleteComment } from './comment/delete.ts';
import { editComment } from './comment/edit.ts';
import { listComments } from './comment/list.ts';
import { createIssue } from './create.ts';
import { editIssue } from './edit.ts';
import { getIssue } from './get.ts';
import { getLabel } from './label/get.ts';
import { listLabels } from './label/list.ts';
import { listIssues } from './list.ts';
import { searchAllIssues } from './search.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "issue". */
export const ISSUE_OPERATIONS: readonly ForgeOperation[] = [
  listIssues,
  searchAllIssues,
  createIssue,
  getIssue,
  editIssue,
  listComments,
  createComment,
  editComment,
  deleteComment,
  listLabels,
  getLabel,
];
