import { spawn } from 'node:child_process';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Added to this process's environment. */
  environment?: Record<string, string>;
  input?: string;
  timeoutMs?: number;
}

/** Runs a stock program to its end; a program that fails answers its code, one that cannot start throws. */
export function runProgram(file: string, words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, NO_PROXY: '*', no_proxy: '*', ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 137, stdout, stderr }));
  });
}
