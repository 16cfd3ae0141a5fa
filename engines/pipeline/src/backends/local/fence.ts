import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { bubblewrapCommand } from './bubblewrap.ts';
import { SYSTEM_PATH, type FencedCommand } from './command.ts';
import { BECOME_SCRIPT, STEP_SCRIPT } from './fence-script.ts';
import { DEFAULT_IDS, findIdentity, type IdentityKind, type IdRange } from './identity.ts';
import { seccompFilter } from './seccomp.ts';
import { unshareCommand } from './unshare-builder.ts';
import { contains, stepMounts, type Mount } from './view.ts';

/** What builds a step's view of the machine. */
export type BuilderName = 'bubblewrap' | 'unshare';

/** Whether this machine lets us fence steps, and if not why. */
export type FenceAnswer = { ok: true; builder: BuilderName; identity: IdentityKind; ids: IdRange } | { ok: false; reason: string };
export type Fence = Extract<FenceAnswer, { ok: true }>;

const PROBE_LIMIT_MS = 5000;
/** Where bubblewrap finds its filter; the step's environment is on 3. */
const SECCOMP_FD = 4;

/** The place of one step. All paths are absolute and the server's own. */
export interface FencePlan {
  fence: Fence;
  /** The workflow's folder, a child of the work root. */
  base: string;
  /** Names the step's own folders in it. */
  slot: string;
  /** The id that the step runs as outside; null for the server's own. */
  id: number | null;
  /** What every step sees of the machine. */
  system: readonly Mount[];
  /** Whether bubblewrap's filter of system calls is on its descriptor. */
  isFiltered: boolean;
  /** Options of prlimit(1). */
  limits: readonly string[];
  /** What enters the step's cgroup; empty where there is none. */
  cgroup: readonly string[];
  /** What enters the workflow's own network, and the user namespace in which its ids are mapped; null for the machine's network. */
  enter: readonly string[] | null;
}

/** The command that runs one step behind the fence; the step itself arrives on descriptor 3. It dies with us, however we die. */
export function fencedCommand(plan: FencePlan): FencedCommand {
  const { fence, base, id, system, limits } = plan;
  const stage = id === null ? null : stageOf(system);
  const seen = stage === null ? base : join(stage, basename(base));
  // What is shown below /tmp lies over the workflow's own.
  const mounts = [...stepMounts(seen, plan.slot, plan.enter === null ? 'etc' : 'etc-private'), ...system];
  const built =
    fence.builder === 'bubblewrap'
      ? bubblewrapCommand(mounts, plan.isFiltered ? SECCOMP_FD : null)
      : unshareCommand(mounts, join(seen, 'root'), seccompFilter());
  const inside = ['nice', '-n', '5', 'prlimit', ...limits, '--', '/bin/sh', '-c', STEP_SCRIPT];
  return {
    file: 'setpriv',
    args: ['--pdeathsig', 'KILL', '--', ...plan.cgroup, ...(plan.enter ?? []), ...become(plan, stage), ...built, ...inside],
    env: { PATH: SYSTEM_PATH },
  };
}

function become({ fence, base, slot, id, enter }: FencePlan, stage: string | null): string[] {
  if (id === null || stage === null) return [];
  const namespaces = fence.identity === 'subordinate' && enter === null ? ['--user', '--map-root-user', '--map-auto'] : [];
  const places = [dirname(base), stage, basename(base), slot, String(id)];
  return ['unshare', ...namespaces, '--mount', '--propagation', 'private', '--', '/bin/sh', '-c', BECOME_SCRIPT, 'become', ...places];
}

/** An existing folder that nothing of a step's view comes from, so that the work root may cover it for the builder's eyes. */
function stageOf(system: readonly Mount[]): string {
  const sources = system.flatMap((mount) => (mount.kind === 'show' || mount.kind === 'give' ? [mount.from] : []));
  const free = ['/mnt', '/srv', '/media', '/tmp'].find((folder) => existsSync(folder) && !sources.some((from) => contains(folder, from)));
  return free ?? '/var/tmp';
}

/** The command without namespaces: the step still dies with us, and that is all. `cgroup` enters its cgroup. */
export function unfencedCommand(cgroup: readonly string[]): FencedCommand {
  return {
    file: 'setpriv',
    args: ['--pdeathsig', 'KILL', '--', ...cgroup, 'nice', '-n', '5', '/bin/sh', '-c', STEP_SCRIPT],
    env: { PATH: SYSTEM_PATH },
  };
}

/**
 * Tries what the fence needs, with bubblewrap where it is installed and with the system's own programs elsewhere. Costs some
 * 50 ms; callers keep the answer. `builder` asks for one of them.
 */
export async function canFence(builder?: BuilderName, wanted: IdRange = DEFAULT_IDS): Promise<FenceAnswer> {
  if (process.platform !== 'linux') return { ok: false, reason: 'the fence needs Linux namespaces' };
  const { kind: identity, ids } = await findIdentity(wanted);
  const id = identity === 'range' ? ids.first : null;
  let reason = '';
  for (const name of builder === undefined ? (['bubblewrap', 'unshare'] as const) : [builder]) {
    const refusal = await tryBuilder(name, id);
    if (refusal === null) return { ok: true, builder: name, identity, ids };
    reason ||= refusal;
  }
  return { ok: false, reason };
}

/** Why this builder cannot work here; null when it can. */
async function tryBuilder(name: BuilderName, id: number | null): Promise<string | null> {
  const system: Mount[] = ['/usr', '/bin', '/lib', '/lib64', '/nix/store']
    .filter((path) => existsSync(path))
    .map((path) => ({ kind: 'show', from: path, at: path }));
  const built = name === 'bubblewrap' ? bubblewrapCommand(system, null) : unshareCommand(system, '/tmp', seccompFilter());
  const become = id === null ? [] : ['setpriv', '--reuid', String(id), '--regid', String(id), '--clear-groups', '--no-new-privs', '--'];
  const args = ['--mount', '--propagation', 'private', '--', ...become, ...built, '/bin/sh', '-c', ':'];
  return new Promise((resolve) => {
    const [file = '', ...rest] = id === null ? [...built, '/bin/sh', '-c', ':'] : ['unshare', ...args];
    execFile(file, rest, { env: { PATH: SYSTEM_PATH }, timeout: PROBE_LIMIT_MS }, (error, _stdout, stderr) => {
      if (error === null) return resolve(null);
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return resolve(isAbsent ? `${file} is not installed` : stderr.trim() || error.message);
    });
  });
}
