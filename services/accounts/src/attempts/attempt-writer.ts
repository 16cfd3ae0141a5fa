import type { NewAttempt } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EmittingWriter } from '@mosaic/platform/events';

import type { AccountsTables, TokenRow } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { findToken, isLive, liveTokens } from '../tokens/token-reader.ts';
import { insertToken, revokeWithOffspring } from '../tokens/token-writer.ts';
import { decideAttempt, refuseLease } from './attempt-policy.ts';

/** An attempt at a task: the task's key and the epoch of the lease. */
export interface Attempt {
  task: string;
  epoch: number;
}

export class AttemptWriter {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** Makes the token of an attempt. Throws `forbidden`, or `conflict` where the attempt has one. */
  open(
    { login, claimedWith, tokenHash, task, epoch, repository, expiresAt }: NewAttempt,
    cause: Cause,
  ): Promise<{ row: TokenRow; login: string }> {
    const now = this.#now();
    return this.#events.transact(async (writer) => {
      const [principal, claimant] = [await findPrincipal(writer.db, login), await findToken(writer.db, claimedWith)];
      if (principal === undefined || principal.kind !== 'agent' || principal.disabled === 1)
        throw new MosaicError('forbidden', 'Only an agent that is active has a token of its own for an attempt.');
      if (claimant === undefined || claimant.principal_id !== principal.id || !isLive(claimant, now) || claimant.task !== null)
        throw new MosaicError('forbidden', `The task has to be taken with a token of ${principal.login} that is valid.`);
      const known = await liveTokens(writer.db, now).select('id').where('task', '=', task).where('epoch', '=', epoch).executeTakeFirst();
      if (known !== undefined) throw new MosaicError('conflict', 'This attempt has its token already; another has just taken the task.');
      const decision = decideAttempt(
        {
          doors: fromJson(claimant.doors),
          grants: fromJson(claimant.grants),
          repositories: fromJson(claimant.repositories),
          isTaker: claimant.taker === 1,
        },
        { agent: { login: principal.login, role: principal.role }, repository, expiresAt, now },
      );
      if (decision.refusal !== null) throw new MosaicError('forbidden', decision.refusal);
      const { doors, grants } = decision;
      const attempt = { task, epoch };
      const draft = { name: `attempt ${epoch}`, doors, grants, repositories: [repository], expiresAt, parentId: claimant.id, attempt };
      return { row: await insertToken(writer.as(cause), principal, { draft, hash: tokenHash, now }), login: principal.login };
    });
  }

  /** Prolongs the token of an attempt. Throws `not_found` when it has ended: none comes back; `forbidden` beyond the longest lease. */
  async keep({ task, epoch }: Attempt, expiresAt: number): Promise<void> {
    const now = this.#now();
    const refusal = refuseLease(expiresAt, now);
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    const result = await this.#events.transact(({ db }) =>
      db
        .updateTable('tokens')
        .set({ expires_at: expiresAt })
        .where('task', '=', task)
        .where('epoch', '=', epoch)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst(),
    );
    if (Number(result.numUpdatedRows) === 0) throw new MosaicError('not_found', 'This attempt has no token that is valid.');
  }

  /** Ends the token of an attempt, and those of the earlier ones; repeating it is fine. */
  async end(attempt: Attempt, cause: Cause): Promise<void> {
    await this.#events.transact((writer) => endAttempts(writer.as(cause), attempt, this.#now()));
  }
}

/** Ends the tokens of a task's attempts up to one of them, and what was made with them. */
export async function endAttempts(writer: EmittingWriter<AccountsTables>, { task, epoch }: Attempt, now: number): Promise<void> {
  const ended = await writer.db
    .selectFrom('tokens')
    .selectAll()
    .where('task', '=', task)
    .where('epoch', '<=', epoch)
    .where('revoked_at', 'is', null)
    .execute();
  for (const token of ended) await revokeWithOffspring(writer, token, now);
}
