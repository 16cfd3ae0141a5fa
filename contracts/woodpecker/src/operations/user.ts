import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { goList, RepoWithPipeline, User } from '../schemas.ts';

export const getUser = defineOperation({
  id: 'getUser',
  tag: 'User',
  summary: 'Who the caller is',
  method: 'GET',
  path: '/user',
  answer: User,
});

export const getUserRepos = defineOperation({
  id: 'getUserRepos',
  tag: 'User',
  summary: 'The repositories that CI knows and the caller works on, by name; the whole list',
  method: 'GET',
  path: '/user/repos',
  query: z.object({
    /** Those too for which CI was turned off. */
    all: z.stringbool().default(false),
    /** Of this name alone, without its owner. */
    name: z.string().max(200).optional(),
  }),
  answer: goList(RepoWithPipeline),
});
