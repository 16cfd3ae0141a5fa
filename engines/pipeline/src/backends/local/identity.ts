import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

import { SYSTEM_PATH } from './command.ts';

/**
 * As whom steps run, seen from outside.
 * `range`: the server is root; each running workflow gets an id of its own from a range that nobody else uses.
 * `subordinate`: the server is a person with subordinate ids (subuid(5)); each running workflow gets one of these.
 * `self`: a person without; steps are that person, behind the fence.
 */
export type IdentityKind = 'range' | 'subordinate' | 'self';

export interface IdRange {
  first: number;
  count: number;
}

/** Who fills the step's place and removes it: in front of a command, makes it root over the workflow's files and nothing else. */
export function ownerPrefix(kind: IdentityKind): string[] {
  if (kind === 'range') return [];
  return ['unshare', '--user', '--map-root-user', ...(kind === 'subordinate' ? ['--map-auto'] : []), '--'];
}

/** What {@link ownerPrefix} does not reach is removed by the server itself. */
export async function findIdentity(): Promise<IdentityKind> {
  if (process.getuid?.() === 0) return 'range';
  return (await hasSubordinateIds()) ? 'subordinate' : 'self';
}

async function hasSubordinateIds(): Promise<boolean> {
  if (subordinateCount('/etc/subuid') < 2 || subordinateCount('/etc/subgid') < 2) return false;
  // newuidmap may be absent, or without its capability.
  return new Promise((resolve) => {
    execFile('unshare', ['--user', '--map-root-user', '--map-auto', '--', 'true'], { env: { PATH: SYSTEM_PATH }, timeout: 5000 }, (error) =>
      resolve(error === null),
    );
  });
}

/** How many ids a person has been given (subuid(5): "name-or-id:first:count"). */
export function subordinateCount(file: string): number {
  try {
    const { username, uid } = userInfo();
    const counts = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(':'))
      .filter(([name]) => name === username || name === String(uid))
      .map(([, , count]) => Number(count ?? 0));
    return Math.max(0, ...counts);
  } catch {
    return 0;
  }
}

/** Hands out ids, one to each running workflow. */
export class IdPool {
  readonly #range: IdRange;
  readonly #taken = new Set<number>();

  constructor(range: IdRange) {
    this.#range = range;
  }

  /** The lowest free id; the range bounds how many workflows may run at once. Undefined when all are taken. */
  take(): number | undefined {
    for (let id = this.#range.first; id < this.#range.first + this.#range.count; id++) {
      if (this.#taken.has(id)) continue;
      this.#taken.add(id);
      return id;
    }
    return undefined;
  }

  release(id: number): void {
    this.#taken.delete(id);
  }
}
