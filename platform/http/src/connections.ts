import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Open files where the system does not tell its limit: what macOS gives a process. */
const USUAL_FILES = 10_240;
/** One door's part of the files that the process may have open; with the edge's way on to the others, all doors leave a fifth of them. */
const SHARE = 1 / 10;
/** The edge goes on to a service from one address, which has some 28,000 ports. */
const MOST = 8_192;

/**
 * The connections of a listener. Each takes one of the process's open files, of which databases, git and the other doors need some
 * too; so at the bound a new one takes the place of one that does nothing.
 */
export class Connections {
  readonly #limit: number;
  readonly #all = new Map<Socket, number>();
  /** Those without a request in hand, the longest so first: opened ahead, kept alive, or with half a head. */
  readonly #idle = new Set<Socket>();
  #isClosing = false;

  constructor(limit = Math.min(MOST, Math.max(32, Math.floor(openFiles() * SHARE)))) {
    this.#limit = limit;
  }

  /** Takes a new one in; where all have a request in hand, `makeRoom` may end one of them, else the new one is. */
  add(socket: Socket, makeRoom: () => boolean): void {
    if (this.#all.size >= this.#limit) {
      const [longestIdle] = this.#idle;
      if (longestIdle !== undefined) this.#end(longestIdle);
      else if (!makeRoom()) return void socket.destroy();
    }
    this.#all.set(socket, 0);
    this.#idle.add(socket);
    socket.once('close', () => this.#forget(socket));
  }

  beginRequest(socket: Socket): void {
    this.#all.set(socket, (this.#all.get(socket) ?? 0) + 1);
    this.#idle.delete(socket);
  }

  endRequest(socket: Socket): void {
    const before = this.#all.get(socket);
    if (before === undefined) return;
    this.#all.set(socket, before - 1);
    if (before > 1) return;
    if (this.#isClosing) socket.destroySoon();
    else this.#idle.add(socket);
  }

  /** Those without a request end now, the others after it. */
  beginClose(): void {
    this.#isClosing = true;
    for (const socket of this.#idle) socket.destroySoon();
  }

  cut(): void {
    for (const socket of this.#all.keys()) socket.destroy();
  }

  #end(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#all.delete(socket);
    this.#idle.delete(socket);
  }
}

/** How many files this process may have open (proc_pid_limits(5)); Node raises the soft limit to the hard one as it starts. */
function openFiles(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? USUAL_FILES : Number(limit);
  } catch {
    return USUAL_FILES;
  }
}
