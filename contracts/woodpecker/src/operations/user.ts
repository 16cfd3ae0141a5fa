import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Repo, User } from '../schemas.ts';
import { PagingQuery } from './parameters.ts';

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
  summary: 'The repositories that CI knows and the caller works on',
  method: 'GET',
  path: '/user/repos',
  query: PagingQuery,
  answer: z.array(Repo),
});
