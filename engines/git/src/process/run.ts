import { gitError } from './git-error.ts';
import { stream, type StreamOptions } from './git-process.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export interface RunOptions extends StreamOptions {
  /** Written to stdin; stdin is closed at once when absent. */
  input?: string | Uint8Array | undefined;
  /** 16 MiB by default. */
  maxOutputBytes?: number | undefined;
  /** What to do at the output limit: `too_large` (default), or end git and keep what came until then. */
  overflow?: 'fail' | 'truncate' | undefined;
  /** Exit statuses that are answers, not faults; [0] by default. */
  okExitCodes?: readonly number[] | undefined;
}

export interface RunResult {
  stdout: Buffer;
  stderr: string;
  /** 0 when the output was truncated. */
  exitCode: number;
  truncated: boolean;
}

/**
 * The one way to run git for a buffered answer.
 * @throws MosaicError `timeout`, `unavailable` (cancelled or git is missing), `too_large`, `not_found` (no such repository),
 * `insufficient_storage`, `internal` with git's words.
 */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = stream(args, { timeoutMs: DEFAULT_TIMEOUT_MS, ...options });
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    const room = limit - size;
    size += chunk.length;
    if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    if (size > limit) child.kill('overflow');
  });
  child.stdin.end(options.input);
  const exit = await child.done;
  const stdout = Buffer.concat(chunks);
  const overflowed = size > limit && (exit.endedBy === 'overflow' || exit.endedBy === 'itself');
  if (overflowed && options.overflow === 'truncate') return { stdout, stderr: exit.stderr, exitCode: 0, truncated: true };
  if (overflowed) throw gitError(args[0] ?? '', { ...exit, endedBy: 'overflow' });
  if (exit.exitCode === null || exit.endedBy !== 'itself' || !(options.okExitCodes ?? [0]).includes(exit.exitCode)) {
    throw gitError(args[0] ?? '', exit);
  }
  return { stdout, stderr: exit.stderr, exitCode: exit.exitCode, truncated: false };
}
