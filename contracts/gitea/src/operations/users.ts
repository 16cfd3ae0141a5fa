import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { User } from '../schemas.ts';

/** Somebody by their login. */
export const UserParams = z.object({ username: z.string() });

/** Who the token (or `sudo`) is. */
export const userGetCurrent = defineOperation({
  id: 'userGetCurrent',
  tag: 'user',
  summary: 'The person that asks',
  method: 'GET',
  path: '/user',
  answer: User,
});

export const userGet = defineOperation({
  id: 'userGet',
  tag: 'user',
  summary: 'One person by their login',
  method: 'GET',
  path: '/users/{username}',
  params: UserParams,
  answer: User,
});
