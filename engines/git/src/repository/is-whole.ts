import { run } from '../process/run.ts';
import type { Repository } from './repository.ts';

/** git ends with the faults that it found as bits (git-fsck(1)), and with 128 where there is no repository. */
const FAULTS = Array.from({ length: 129 }, (_, code) => code);

/** Whether git finds all that the refs reach, contents aside. Reads every tree: seldom, and behind everything else. @throws as {@link run}. */
export async function isWhole({ gitDir }: Repository, signal?: AbortSignal): Promise<boolean> {
  const options = { gitDir, okExitCodes: FAULTS, timeoutMs: 30 * 60_000, priority: 'low', overflow: 'truncate' } as const;
  const { exitCode } = await run(['fsck', '--connectivity-only', '--no-dangling', '--no-progress'], {
    ...options,
    ...(signal === undefined ? {} : { signal }),
  });
  return exitCode === 0;
}
