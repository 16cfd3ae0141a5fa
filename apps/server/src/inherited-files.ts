import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC as fdinfo shows it (proc_pid_fdinfo(5)). */
const CLOSES_ON_EXEC = 0o2000000;
const STANDARD = 2;

/**
 * Closes what whoever started this process has left open, as `exec 200>lock` in a shell does: each program that the server starts
 * would inherit it, a pipeline's step included, to whom an open folder is a way out of its fence. What Node opens itself goes to
 * no other program, and is told apart by that.
 */
export function closeInherited(): void {
  for (const name of numbersOf('/proc/self/fd')) {
    if (Number(name) <= STANDARD || name === process.env['NODE_CHANNEL_FD']) continue;
    try {
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'utf8'))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & CLOSES_ON_EXEC) === 0) closeSync(Number(name));
    } catch {
      // It was this look's own.
    }
  }
}

/** None where the system has no /proc; there is no fence then either. */
function numbersOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
