import { ceilingOf, UPSTREAMS } from '@mosaic/contracts/mosaic';
import type * as native from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { activeOf, granted, type AccountsState } from './accounts-state.ts';

/** Tokens of attempts at tasks. How long a lease may last is not looked at: whoever asks has a clock of its own. */
export function attemptAnswers(state: AccountsState): Answers<typeof native> {
  return {
    openAttempt({ body: { login, claimedWith, tokenHash, task, epoch, repository, expiresAt } }, asker) {
      granted(state, asker, 'accounts:attempt:write');
      const attempt = `${task} ${epoch}`;
      const agent = state.principals.map(activeOf).find(({ username, token_id: id }) => username === login && id === claimedWith);
      if (agent?.kind !== 'agent') throw new MosaicError('forbidden', 'The task has to be taken with a token of the agent.');
      if (state.attempts.has(attempt) || state.made.has(tokenHash)) throw new MosaicError('conflict', 'This attempt has a token.');
      const grants = ceilingOf({ role: agent.role, login }).filter((grant) => !grant.startsWith('mcp:claim:'));
      const limits = { doors: [...UPSTREAMS], grants, repositories: [repository] };
      state.attempts.set(attempt, { expiresAt, claimedWith, tokenHash });
      state.made.set(tokenHash, {
        username: login,
        token_id: attempt,
        ...limits,
        attempt: { task, epoch },
        exp: Math.floor(expiresAt / 1_000),
      });
      return { ...limits, id: attempt, login, name: `attempt ${epoch}`, createdAt: Date.now(), expiresAt, lastUsedAt: null };
    },
    keepAttempt({ task, epoch, body: { expiresAt } }, asker) {
      granted(state, asker, 'accounts:attempt:write');
      const kept = found(state.attempts.get(`${task} ${epoch}`));
      kept.expiresAt = expiresAt;
      found(state.made.get(kept.tokenHash)).exp = Math.floor(expiresAt / 1_000);
    },
    endAttempt({ task, epoch }, asker) {
      granted(state, asker, 'accounts:attempt:write');
      const ended = state.attempts.get(`${task} ${epoch}`);
      if (ended === undefined) return;
      state.attempts.delete(`${task} ${epoch}`);
      state.made.delete(ended.tokenHash);
    },
  };
}
