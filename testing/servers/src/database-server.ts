import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** A real server in a temporary folder, on a free port of loopback. */
export interface DatabaseServer extends AsyncDisposable {
  /** Address of a fresh, empty database. */
  createDatabase(name: string): Promise<string>;
}

export const run = promisify(execFile);

/** Database servers refuse to run as root; then they run as nobody. */
export function unprivileged(program: string, words: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [program, [...words]];
  return ['setpriv', ['--reuid=nobody', '--regid=nogroup', '--clear-groups', program, ...words]];
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a server and resolves once `isReady` does; its output is part of the fault when it dies before. */
export async function startProcess(program: string, words: readonly string[], isReady: () => Promise<boolean>): Promise<ChildProcess> {
  const child = spawn(...unprivileged(program, words), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const deadline = Date.now() + 20_000;
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${program} did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

/** Ends a server by its process id and waits until it is gone. */
export function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
