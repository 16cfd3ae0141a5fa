import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Tag } from '../schemas.ts';
import { NamesQuery } from './paging.ts';

export const repoListTags = defineOperation({
  id: 'repoListTags',
  tag: 'repository',
  summary: 'The tags of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/tags',
  query: NamesQuery,
  answer: z.array(Tag),
});
