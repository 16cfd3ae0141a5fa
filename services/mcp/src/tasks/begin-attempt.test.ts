import { expect, test } from 'vitest';

import { MosaicError } from '@mosaic/platform/errors';
import { ANONYMOUS } from '@mosaic/platform/identity';

import type { McpWriter } from '../facts/fact-writer.ts';
import { beginAttempt } from './begin-attempt.ts';
import type { AttemptTokens } from './attempt-tokens.ts';
import { LEASE_MS } from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';

const caller = { ...ANONYMOUS, login: 'triage', tokenId: 'taker' };
const row = { key: 'k', id: 'T.1', state: 'ready', holder: '', epoch: 2, lease_until: 0, repository_id: 7 } as TaskRow;

/** Accounts as far as attempts go; what was asked of it is kept. */
function tokens(refusal: MosaicError | null = null) {
  const asked: unknown[] = [];
  const attempts: AttemptTokens = {
    open: async (attempt) => {
      if (refusal !== null) throw refusal;
      asked.push(['open', attempt]);
    },
    keep: (attempt) => void asked.push(['keep', attempt]),
    drop: (attempt) => void asked.push(['drop', attempt]),
  };
  return { asked, context: { attempts, caller, now: () => 1_000 } };
}

/** A transaction in which the task has meanwhile passed to another. */
const late = {
  db: {
    selectFrom: () => ({ selectAll: () => ({ where: () => ({ executeTakeFirst: async () => ({ ...row, state: 'in_progress' }) }) }) }),
  },
};

test('the token is asked for with the lease that the task will have, and ended when another was faster', async () => {
  const { asked, context } = tokens();
  const claim = await beginAttempt(context, row, 'a'.repeat(64));
  const attempt = { task: 'k', epoch: 3 };
  const opened = {
    ...attempt,
    login: 'triage',
    claimedWith: 'taker',
    tokenHash: 'a'.repeat(64),
    repository: 7,
    expiresAt: 1_000 + LEASE_MS,
  };
  expect(asked).toEqual([['open', opened]]);
  await expect(claim(late as unknown as McpWriter, { isOurs: true })).rejects.toMatchObject({ code: 'conflict' });
  expect(asked).toEqual([
    ['open', opened],
    ['drop', attempt],
  ]);
});

test('no token is made for a task that is held already, nor where none is wished, and a refusal takes no task', async () => {
  const { asked, context } = tokens();
  await expect(beginAttempt(context, { ...row, state: 'in_progress' }, 'a'.repeat(64))).rejects.toMatchObject({ code: 'conflict' });
  await beginAttempt(context, row, undefined);
  expect(asked).toEqual([]);
  const away = tokens(new MosaicError('unavailable', 'Accounts does not answer.'));
  await expect(beginAttempt(away.context, row, 'a'.repeat(64))).rejects.toMatchObject({ code: 'unavailable' });
});
