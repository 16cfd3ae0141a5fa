import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

import type { ChannelOut } from './channel-out.ts';

export interface VisitSettings {
  /** How long a client may take over {@link LEAST_BYTES} while only it is waited for, ms. */
  windowMs: number;
  /** How long it may take to sign in, ms. */
  signInMs: number;
}

/** Connections at once; each holds an open file and buffers of some MiB at most. */
const ALL = 256;
/** Those that have not signed in: they may be anybody's. */
const SIGNING_IN = 64;
/** Of one person or key. */
const OF_ONE = 64;
/** A client of which fewer pass in a window is cut off, as at the other doors. */
const LEAST_BYTES = 16 * 1024;
/** How many windows a connection may stand open without a command: people keep one for several. */
const IDLE_WINDOWS = 5;

/** One command that a client has given. */
export interface Exchange {
  body: Readable;
  out: ChannelOut;
  /** Whether the client is expected to send. */
  reads: boolean;
  /** Bytes that must pass in a window; a git that works says a few every five seconds (uploadpack.keepAlive). */
  leastBytes: number;
}

interface Watched {
  since: number;
  moved: number;
}

/** A connection, from its first byte to its last. */
export class Visit {
  readonly socket: Socket;
  /** Who has signed in. */
  holder: string | null = null;
  since = performance.now();
  readonly exchanges = new Map<Exchange, Watched>();
  readonly #end: (visit: Visit) => void;

  constructor(socket: Socket, end: (visit: Visit) => void) {
    this.socket = socket;
    this.#end = end;
  }

  /** Takes a command up; call the answer when it has ended. */
  begin(exchange: Omit<Exchange, 'leastBytes'>): Exchange {
    const begun = { ...exchange, leastBytes: LEAST_BYTES };
    this.exchanges.set(begun, { since: performance.now(), moved: movedBy(this.socket) });
    begun.out.once('close', () => {
      this.exchanges.delete(begun);
      this.since = performance.now();
      if (this.exchanges.size === 0) this.#end(this);
    });
    return begun;
  }
}

/**
 * The connections of the SSH door. Nobody may shut it by holding it open: at the bounds who has waited longest without a command makes
 * room, and a client that is waited for and does nothing is cut off; while git works, no time runs.
 */
export class Visits implements Disposable {
  readonly #settings: VisitSettings;
  readonly #all = new Set<Visit>();
  readonly #timer: NodeJS.Timeout;
  #isClosing = false;

  constructor(settings: VisitSettings) {
    this.#settings = settings;
    this.#timer = setInterval(() => this.#look(), Math.min(settings.windowMs, settings.signInMs) / 6);
    this.#timer.unref();
  }

  /** null where there is no room. */
  add(socket: Socket): Visit | null {
    const strangers = [...this.#all].filter(({ holder }) => holder === null);
    if (strangers.length >= SIGNING_IN) strangers[0]?.socket.destroy();
    else if (this.#all.size >= ALL && !this.#makeRoom()) return null;
    const visit = new Visit(socket, () => {
      if (this.#isClosing) socket.destroySoon();
    });
    this.#all.add(visit);
    socket.once('close', () => this.#all.delete(visit));
    return visit;
  }

  /** Whether this one may come in besides those that they have open. */
  signIn(visit: Visit, holder: string): boolean {
    const theirs = [...this.#all].filter((one) => one.holder === holder);
    if (theirs.length >= OF_ONE) return false;
    visit.holder = holder;
    visit.since = performance.now();
    return true;
  }

  /** Those without a command end now, the others after it. */
  beginClose(): void {
    this.#isClosing = true;
    for (const { exchanges, socket } of this.#all) if (exchanges.size === 0) socket.destroySoon();
  }

  cut(): void {
    for (const { socket } of this.#all) socket.destroy();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #makeRoom(): boolean {
    const [idle] = [...this.#all].filter(({ exchanges }) => exchanges.size === 0).toSorted((one, two) => one.since - two.since);
    idle?.socket.destroy();
    return idle !== undefined;
  }

  #look(): void {
    const { windowMs, signInMs } = this.#settings;
    const now = performance.now();
    for (const { holder, since, exchanges, socket } of this.#all) {
      const patience = holder === null ? signInMs : windowMs * IDLE_WINDOWS;
      if (exchanges.size === 0 && now - since >= patience) socket.destroy();
      for (const [exchange, watched] of exchanges) {
        const moved = movedBy(socket);
        if (moved - watched.moved >= exchange.leastBytes || !waitsForClient(exchange, socket))
          Object.assign(watched, { since: now, moved });
        else if (now - watched.since >= windowMs) socket.destroy();
      }
    }
  }
}

/** Whether the client has more to send and we have read all it sent, or does not take what we wrote. */
function waitsForClient({ body, out, reads }: Exchange, socket: Socket): boolean {
  const sends = reads && !body.readableEnded && !body.destroyed && body.readableLength === 0;
  return sends || out.writableLength > 0 || socket.writableLength > 0;
}

function movedBy(socket: Socket): number {
  return socket.bytesRead + socket.bytesWritten - socket.writableLength;
}
