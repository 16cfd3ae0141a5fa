import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { TokenHash } from '../token-hash.ts';
import { Token } from './tokens.ts';

/** Unix milliseconds. */
const Time = z.number().int();

const Attempt = z.object({
  /** Key of the task. */ task: z.string().min(1).max(64),
  /** Of the lease. */ epoch: z.coerce.number().int().min(1),
});

export const NewAttempt = z.strictObject({
  /** The agent that takes the task. */
  login: z.string().max(190),
  /** Id of the token with which it does. */
  claimedWith: z.string().max(64),
  tokenHash: TokenHash,
  task: z.string().min(1).max(64),
  epoch: z.number().int().min(1),
  /** Id of the task's repository. */
  repository: z.number().int().positive(),
  /** End of the lease. */
  expiresAt: Time,
});
export type NewAttempt = z.input<typeof NewAttempt>;

export const openAttempt = defineOperation({
  id: 'openAttempt',
  tag: 'attempts',
  summary: "Makes the token of one attempt at a task: the role's rights in the task's repository, until the lease ends",
  method: 'POST',
  path: '/-/accounts/attempts',
  body: NewAttempt,
  status: 201,
  answer: Token,
  errors: [409],
});

export const keepAttempt = defineOperation({
  id: 'keepAttempt',
  tag: 'attempts',
  summary: "Prolongs an attempt's token with its lease; one that has ended stays so",
  method: 'PATCH',
  path: '/-/accounts/attempts/{task}/{epoch}',
  params: Attempt,
  body: z.strictObject({ expiresAt: Time }),
});

export const endAttempt = defineOperation({
  id: 'endAttempt',
  tag: 'attempts',
  summary: "Ends an attempt's token; repeating it is fine",
  method: 'DELETE',
  path: '/-/accounts/attempts/{task}/{epoch}',
  params: Attempt,
});
