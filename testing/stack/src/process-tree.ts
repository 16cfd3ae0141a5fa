import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. `startTime` (clock ticks since boot) tells it from a later one with the same id. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  startTime: number;
  command: string;
  /** Bytes of memory that are in RAM (VmRSS; pages shared with others are counted in each). */
  residentBytes: number;
}

/** Every descendant of a process, and with `self` that process too. Linux only: elsewhere there is no /proc and the answer is empty. */
export function processTree(root: number, { self = false }: { self?: boolean } = {}): ProcessEntry[] {
  const all = readdirOrNone('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== null);
  const found = all.filter((entry) => entry.pid === root);
  for (let index = 0; index < found.length; index++) {
    const { pid } = found[index] as ProcessEntry;
    found.push(...all.filter((entry) => entry.parent === pid));
  }
  return self ? found : found.slice(1);
}

/** Whether this very process still runs; one that has ended and only waits for its parent (a zombie) does not. */
export function stillRuns({ pid, startTime }: Pick<ProcessEntry, 'pid' | 'startTime'>): boolean {
  return readProcess(pid)?.startTime === startTime;
}

/** Null when it has ended. */
function readProcess(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in brackets and may hold spaces and brackets itself (proc_pid_stat(5)).
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ') as [string, string, ...string[]];
    if (state === 'Z' || state === 'X') return null;
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return {
      pid,
      parent: Number(parent),
      startTime: Number(rest[17]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      residentBytes: Number(resident) * 1024,
    };
  } catch {
    return null;
  }
}

function readdirOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
