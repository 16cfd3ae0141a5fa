import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A program of this folder in a process of its own that answers in lines of JSON. */
export interface ChildProgram extends AsyncDisposable {
  /** Sends one line of JSON. */
  tell(message: object): void;
  /** The next line; rejects with what the program wrote to standard error when it has ended. */
  hear<T>(): Promise<T>;
}

/** Starts `<name>.ts` beside this file. Disposing closes its input, upon which it ends. */
export function startProgram(name: 'echo-server' | 'load-generator'): ChildProgram {
  const words = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `${name}.ts`)];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let faults = '';
  child.stderr.on('data', (chunk: Buffer) => (faults += chunk.toString()));
  // It may have ended by a fault; `hear` tells that.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    tell(message) {
      child.stdin.write(`${JSON.stringify(message)}\n`);
    },
    async hear<T>() {
      const { value, done } = await lines.next();
      if (done === true) {
        await ended;
        throw new Error(`the ${name} ended: ${faults.trim() || `exit code ${child.exitCode}`}`);
      }
      return JSON.parse(value) as T;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
