import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SYSTEM_PATH } from './command.ts';
import type { Controller, StepCgroup } from './cgroups.ts';
import { inMib, memoryReason, processesReason, type StepLimits } from './limits.ts';

/** How often the processes of running steps are counted, and how long a workspace is left unmeasured at least. */
const COUNT_EVERY_MS = 250;
const MEASURE_EVERY_MS = 3_000;
/** A large workspace takes long to measure; measuring takes at most this share of the time. */
const MEASURE_SHARE = 0.1;
const PAGE_BYTES = 4096;

/** A step under watch. */
export interface Watched {
  /** The process outside that all of the step's descend from. */
  pid: number;
  limits: StepLimits;
  /** Its cgroup, which keeps some of the limits; null where there is none. */
  cgroup: StepCgroup | null;
  /** The folders that it fills. */
  folders: readonly string[];
  /** In front of what reads them: {@link ownerPrefix}. */
  asOwner: readonly string[];
  /** Ends the step; the reason is told to its author. */
  end: (reason: string) => void;
}

/** Watches what no limit of a single process bounds: the step's processes, their memory, and what it writes. Disposing ends it. */
export function watchStep(step: Watched): Disposable {
  const stop = new AbortController();
  const again = (work: () => Promise<number>, firstMs: number): void => {
    const timer = setTimeout(() => {
      work().then(
        (nextMs) => {
          if (!stop.signal.aborted) again(work, nextMs);
        },
        () => {
          if (!stop.signal.aborted) again(work, firstMs);
        },
      );
    }, firstMs).unref();
    stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  again(async () => {
    const reason = step.cgroup?.passed() ?? (await processReason(step));
    if (reason !== null && !stop.signal.aborted) step.end(reason);
    return COUNT_EVERY_MS;
  }, COUNT_EVERY_MS);
  again(async () => {
    const begunAt = performance.now();
    const bytes = await sizeOf(step.folders, step.asOwner, stop.signal);
    if (bytes > step.limits.workspaceBytes && !stop.signal.aborted)
      step.end(
        `The workspace passes its limit of ${inMib(step.limits.workspaceBytes)} (with HOME and /tmp); write less, or clean up between steps.`,
      );
    return Math.max(MEASURE_EVERY_MS, (performance.now() - begunAt) / MEASURE_SHARE);
  }, MEASURE_EVERY_MS);
  return { [Symbol.dispose]: () => stop.abort() };
}

export interface ProcessUse {
  parent: number;
  threads: number;
  /** Memory of its own, without what it shares with files. */
  bytes: number;
}

/** What all descendants of a process use together. */
export function usageOf(root: number, table: ReadonlyMap<number, ProcessUse>): { threads: number; bytes: number } {
  const children = Map.groupBy(table.keys(), (pid) => table.get(pid)?.parent ?? 0);
  const found = { threads: 0, bytes: 0 };
  const open = [...(children.get(root) ?? [])];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    found.threads += table.get(pid)?.threads ?? 0;
    found.bytes += table.get(pid)?.bytes ?? 0;
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Which limit that no cgroup keeps its processes pass together. */
async function processReason({ pid, limits, cgroup }: Watched): Promise<string | null> {
  const isHeld = (controller: Controller) => cgroup?.holds.has(controller) === true;
  if (isHeld('memory') && isHeld('pids')) return null;
  const { threads, bytes } = usageOf(pid, await processTable());
  if (!isHeld('memory') && bytes > limits.memoryBytes) return memoryReason(limits);
  if (!isHeld('pids') && threads >= limits.processes) return processesReason(limits);
  return null;
}

/** Every process that can be seen, by its id. */
async function processTable(): Promise<Map<number, ProcessUse>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(pids.map(async (pid) => [Number(pid), await readUse(pid)] as const));
  return new Map(rows.flatMap(([pid, use]) => (use === null ? [] : [[pid, use]])));
}

/** proc_pid_stat(5); null when it has ended meanwhile. */
async function readUse(pid: string): Promise<ProcessUse | null> {
  try {
    const [stat, statm] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/statm`, 'utf8')]);
    // The name in brackets may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, resident = 0, shared = 0] = statm.split(' ').map(Number);
    return { parent: Number(fields[1]), threads: Number(fields[17]), bytes: (resident - shared) * PAGE_BYTES };
  } catch {
    return null;
  }
}

/** What stands in the folders, on their own file system, as their owner sees it. Links are not followed. */
function sizeOf(folders: readonly string[], asOwner: readonly string[], signal: AbortSignal): Promise<number> {
  const [file = 'du', ...args] = [...asOwner, 'du', '-skx', '--', ...folders];
  return new Promise((resolve) => {
    execFile(file, args, { env: { PATH: SYSTEM_PATH }, signal, maxBuffer: 1024 * 1024 }, (_error, stdout) => {
      // Files that vanish meanwhile make du complain; what it counted is good.
      const lines = stdout.split('\n').map((line) => Number.parseInt(line, 10));
      resolve(lines.reduce((sum, kib) => sum + (Number.isNaN(kib) ? 0 : kib), 0) * 1024);
    });
  });
}

/** The folders of a workflow that its steps fill. */
export function filledFolders(base: string): string[] {
  return ['workspace', 'home', 'tmp', 'handover'].map((name) => join(base, name));
}
