import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
/** How long a program may take to end once it is told to, ms; npm needs no more than an instant. */
const END_MS = 5_000;

type Signal = (typeof SIGNALS)[number];

/** A signal has ended the program that we attended to, and means us. */
export class EndedBySignal extends Error {
  /** What a shell answers for a program that a signal has ended. */
  readonly exitCode: number;

  constructor(signal: Signal) {
    super(`ended by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs a program that ends with us: whoever ends this process by a signal ends that one first, with all that it has started.
 * @param onOutput Told what it writes, where its `stdio` is a pipe.
 * @returns Its exit code.
 * @throws EndedBySignal once it has ended that way.
 */
export function runAttended(
  program: string,
  words: readonly string[],
  { onOutput, ...options }: { cwd: string; stdio: StdioOptions; env?: NodeJS.ProcessEnv; onOutput?: (chunk: Buffer) => void },
): Promise<number> {
  return new Promise((resolve, reject) => {
    // A group of its own: npm may be a script that runs another.
    const child = spawn(program, words, { ...options, detached: true });
    if (onOutput !== undefined) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    let ended: EndedBySignal | null = null;
    let late: NodeJS.Timeout | undefined;
    const end = (signal: Signal) => {
      ended ??= new EndedBySignal(signal);
      signalGroup(child.pid, 'SIGTERM');
      late ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), END_MS);
    };
    for (const signal of SIGNALS) process.on(signal, end);
    const settle = (error: Error | null, code: number) => {
      clearTimeout(late);
      for (const signal of SIGNALS) process.off(signal, end);
      if (error === null) resolve(code);
      else reject(error);
    };
    child.once('error', (error) => settle(error, 1));
    child.once('close', (code) => settle(ended, code ?? 1));
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // ESRCH: it has ended by itself.
  }
}
