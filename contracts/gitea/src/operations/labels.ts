import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { IssueLabel } from '../schemas.ts';
import { OptionalPaging } from './paging.ts';

export const issueListLabels = defineOperation({
  id: 'issueListLabels',
  tag: 'issue',
  summary: 'The labels of a repository; all where no page is asked for',
  method: 'GET',
  path: '/repos/{owner}/{repo}/labels',
  query: OptionalPaging,
  answer: z.array(IssueLabel),
});

export const issueGetLabel = defineOperation({
  id: 'issueGetLabel',
  tag: 'issue',
  summary: 'One label of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/labels/{id}',
  params: z.object({ id: z.coerce.number<number>().int() }),
  answer: IssueLabel,
});
