import type { ChildProcess } from 'node:child_process';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/**
 * Answers the child's exit code. A signal that would end us ends the child first, and then us: alone, Node dies at once and leaves
 * behind what it has started. (tools/launcher does the same before there is a package.)
 */
export function endTogether(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let ended: NodeJS.Signals | null = null;
    const end = (signal: NodeJS.Signals) => {
      ended = signal;
      // A terminal tells both of Ctrl-C, and twice means at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, end);
    const letGo = () => SIGNALS.forEach((signal) => process.off(signal, end));
    child.once('error', (error) => {
      letGo();
      reject(error);
    });
    child.once('close', (code) => {
      letGo();
      if (ended !== null) process.kill(process.pid, ended);
      resolve(code);
    });
  });
}

/** For a child whose first stream is a pipe from us: Node's words that end it once we are gone, `kill -9` included. */
export const ENDS_WITH_US = [
  '--import',
  `data:text/javascript,${encodeURIComponent("process.stdin.on('close', () => process.exit(1)).resume().unref();")}`,
] as const;
