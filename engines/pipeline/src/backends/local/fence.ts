import { execFile } from 'node:child_process';

import { STAGE_TWO, FENCE_SCRIPT } from './fence-script.ts';

/** Whether this machine lets us fence steps, and if not why. */
export type FenceAnswer = { ok: true } | { ok: false; reason: string };

/** PATH of the fence's own programs; a step's PATH is its own matter. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const PROBE_LIMIT_MS = 5000;

/** New namespaces that die with the process that asked for them, however it dies (design.md 4). */
const NAMESPACES = [
  '--pdeathsig',
  'KILL',
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];

/** The folders of one step as the fence arranges them. All absolute. */
interface FencePlan {
  workRoot: string;
  shared: string;
  handover: string;
  hiddenPaths: readonly string[];
  keptPaths: readonly string[];
}

/** A command line: the program, its arguments, and the only environment it starts with. */
export interface FencedCommand {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** The command that runs one step behind the fence; the step itself arrives on descriptor 3. */
export function fencedCommand(plan: FencePlan): FencedCommand {
  const uid = String(process.getuid?.() ?? 0);
  const gid = String(process.getgid?.() ?? 0);
  const places = [
    plan.workRoot,
    plan.shared,
    plan.handover,
    uid,
    gid,
    String(plan.keptPaths.length),
    ...plan.keptPaths,
    ...plan.hiddenPaths,
  ];
  return {
    file: 'setpriv',
    args: [...NAMESPACES, '--', '/bin/sh', '-c', FENCE_SCRIPT, 'fence', ...places],
    env: { PATH: SYSTEM_PATH, STAGE_TWO },
  };
}

/** The command without namespaces: the step still dies with us, and that is all. */
export function unfencedCommand(): FencedCommand {
  return { file: 'setpriv', args: ['--pdeathsig', 'KILL', '/bin/sh', '-c', STAGE_TWO, 'sh'], env: { PATH: SYSTEM_PATH } };
}

/** Tries the namespaces and mounts that the fence needs. Costs some 20 ms; callers keep the answer. */
export async function canFence(): Promise<FenceAnswer> {
  if (process.platform !== 'linux') return { ok: false, reason: 'the fence needs Linux namespaces' };
  const probe = 'mount -t tmpfs tmpfs /tmp && exec unshare --user --map-user=0 --map-group=0 -- true';
  const args = [...NAMESPACES, '--', '/bin/sh', '-c', probe];
  return new Promise((resolve) => {
    execFile('setpriv', args, { env: { PATH: SYSTEM_PATH }, timeout: PROBE_LIMIT_MS }, (error, _stdout, stderr) => {
      if (error === null) return resolve({ ok: true });
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = isAbsent ? 'the programs setpriv and unshare (package util-linux) are not installed' : stderr.trim() || error.message;
      return resolve({ ok: false, reason });
    });
  });
}
