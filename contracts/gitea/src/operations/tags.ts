import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Tag } from '../schemas.ts';
import { NamesQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

export const repoListTags = defineOperation({
  id: 'repoListTags',
  tag: 'repository',
  summary: 'The tags of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/tags',
  query: NamesQuery,
  answer: z.array(Tag),
});

export const repoGetTag = defineOperation({
  id: 'repoGetTag',
  tag: 'repository',
  summary: 'One tag',
  method: 'GET',
  path: '/repos/{owner}/{repo}/tags/{tag}',
  catchAll: 'tag',
  /** Slashes in the name may be encoded or not. */
  params: z.object({ '*': RefText }),
  answer: Tag,
});
