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

/** Ids that steps of root's run as. */
export interface IdRange {
  first: number;
  count: number;
}

/** Above what people, services, containers and systemd use (systemd, "Users, Groups, UIDs and GIDs"), below 2^31. */
export const DEFAULT_IDS: IdRange = { first: 2_000_000_000, count: 1_000 };

/** Who fills the step's place and removes it: in front of a command, makes it root over the workflow's files and nothing else. */
export function ownerPrefix(kind: IdentityKind): string[] {
  if (kind === 'range') return [];
  return ['unshare', '--user', '--map-root-user', ...(kind === 'subordinate' ? ['--map-auto'] : []), '--'];
}

/** As whom steps run here, and which ids their workflows are given. */
export interface Identity {
  kind: IdentityKind;
  ids: IdRange;
}

/** `wanted` is the range that root gives ids from, where this machine's root has it. */
export async function findIdentity(wanted: IdRange): Promise<Identity> {
  if (process.getuid?.() === 0) {
    const ids = mappedRange(readFileSync('/proc/self/uid_map', 'utf8'), wanted);
    return ids === null ? { kind: 'self', ids: wanted } : { kind: 'range', ids };
  }
  if (!(await hasSubordinateIds())) return { kind: 'self', ids: wanted };
  // Inside the namespace the subordinate ids begin with 1; 0 is the person.
  return { kind: 'subordinate', ids: { first: 1, count: Math.min(subordinateCount('/etc/subuid'), subordinateCount('/etc/subgid')) - 1 } };
}

/**
 * The range, or where this root is that of a container with fewer ids (user_namespaces(7)), as many high ones of those it has;
 * null when it has too few, as where one id stands for a person.
 */
export function mappedRange(uidMap: string, wanted: IdRange): IdRange | null {
  const blocks = uidMap
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([first = 0, , count = 0]) => ({ first, end: first + count }));
  if (blocks.some(({ first, end }) => first <= wanted.first && wanted.first + wanted.count <= end)) return wanted;
  const highest = blocks.toSorted((left, right) => right.end - left.end)[0];
  // The last thousand of 65,536 holds "nobody"; people and services are below.
  const first = (highest?.end ?? 0) - 2 * wanted.count;
  return highest !== undefined && first > highest.first + 10_000 ? { first, count: wanted.count } : null;
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
function subordinateCount(file: string): number {
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
