import type { Call, McpContext } from '../context.ts';
import type { McpWriter } from '../facts/fact-writer.ts';
import { LEASE_MS, requireReady } from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';
import { claimTask } from './task-writer.ts';

/**
 * Makes the token of the next attempt at a task, where one is wished, and answers how the task is taken for it. The token is there
 * before the lease and ends with it, so a death between the two leaves nothing that is good for longer.
 */
export async function beginAttempt(
  { attempts, caller, now }: Pick<McpContext & Call, 'attempts' | 'caller' | 'now'>,
  row: TaskRow,
  tokenHash: string | undefined,
): Promise<(writer: McpWriter, by: { isOurs: boolean }) => Promise<TaskRow>> {
  const claim = { key: row.key, epoch: row.epoch + 1, leaseUntil: now() + LEASE_MS };
  if (tokenHash === undefined) return (writer, by) => claimTask(writer, claim, by);
  requireReady({ id: row.id, state: row.state, holder: row.holder, epoch: row.epoch, leaseUntil: row.lease_until });
  const attempt = { task: row.key, epoch: claim.epoch };
  await attempts.open({
    ...attempt,
    login: caller.login,
    claimedWith: caller.tokenId,
    tokenHash,
    repository: row.repository_id,
    expiresAt: claim.leaseUntil,
  });
  return async (writer, by) => {
    try {
      return await claimTask(writer, claim, by);
    } catch (error) {
      attempts.drop(attempt);
      throw error;
    }
  };
}
