import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import { closeGently } from './close-gently.ts';

export interface SlowClientsSettings {
  /** How long a client may take over `leastBytes` while only it is waited for, ms. */
  windowMs: number;
  leastBytes: number;
}

/** A body or an answer of which fewer than 16 KiB pass in a minute. */
const DEFAULTS: SlowClientsSettings = { windowMs: 60_000, leastBytes: 16 * 1_024 };

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** The request forgets its own once it is answered. */
  socket: Socket;
  /** When the window began, and the bytes of its beginning. */
  since: number;
  received: number;
  sent: number;
}

/**
 * Cuts off requests that wait for nobody but their client: one that sends its body by the byte, or does not read its answer,
 * holds whatever was taken for it. While it is us who do not read or have nothing to say, as in an event stream or while git
 * works, no time runs.
 */
export class SlowClients implements Disposable {
  readonly #settings: SlowClientsSettings;
  readonly #exchanges = new Set<Exchange>();
  readonly #refused = new WeakSet<Socket>();
  readonly #timer: NodeJS.Timeout;

  constructor(settings: Partial<SlowClientsSettings> = {}) {
    this.#settings = { ...DEFAULTS, ...settings };
    this.#timer = setInterval(() => this.#look(), this.#settings.windowMs / 6);
    this.#timer.unref();
  }

  watch(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const exchange = { request, response, socket, since: performance.now(), received: socket.bytesRead, sent: sentOf(socket) };
    this.#exchanges.add(exchange);
    response.once('close', () => this.#exchanges.delete(exchange));
  }

  /** Whether a request was refused there: nothing that still arrives is carried out, as the refusal says (RFC 9112, 9.6). */
  hasRefused(socket: Socket): boolean {
    return this.#refused.has(socket);
  }

  /** Ends the request that has waited longest for its client, whoever came first; whether there was one. */
  cutSlowest(): boolean {
    const waiting = [...this.#exchanges].filter(waitsForClient);
    const slowest = waiting.reduce<Exchange | null>(
      (longest, one) => (longest === null || one.since < longest.since ? one : longest),
      null,
    );
    // The room is needed now.
    if (slowest !== null) this.#cut(slowest, (socket) => void socket.end(TOO_SLOW).destroy());
    return slowest !== null;
  }

  #look(): void {
    const { windowMs, leastBytes } = this.#settings;
    const now = performance.now();
    for (const exchange of this.#exchanges) {
      const { socket } = exchange;
      const [received, sent] = [socket.bytesRead, sentOf(socket)];
      const moved = Math.max(received - exchange.received, sent - exchange.sent);
      if (moved >= leastBytes || !waitsForClient(exchange)) Object.assign(exchange, { since: now, received, sent });
      else if (now - exchange.since >= windowMs) this.#cut(exchange, () => this.#refuse(exchange));
    }
  }

  #cut(exchange: Exchange, refuse: (socket: Socket) => void): void {
    const { response, socket } = exchange;
    this.#exchanges.delete(exchange);
    // The words go straight to the socket: whoever handles the request may be about to answer it too.
    if (response.headersSent) socket.destroy();
    else refuse(socket);
  }

  #refuse({ request, socket }: Exchange): void {
    this.#refused.add(socket);
    // Whoever reads it sees it break off. A request takes its connection with it (Node's IncomingMessage); this one still has words to carry.
    request.socket = new Socket().destroy();
    request.destroy(new Error('The client took too long to send the request.'));
    closeGently(socket, TOO_SLOW);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

const WORDS = 'The request took too long to arrive. Check the connection and try again.\n';
const TOO_SLOW = [
  'HTTP/1.1 408 Request Timeout',
  'connection: close',
  'content-type: text/plain; charset=utf-8',
  `content-length: ${Buffer.byteLength(WORDS)}`,
  '',
  WORDS,
].join('\r\n');

/** Whether the client has more to send and we have read all it sent, or has not taken what we wrote. */
function waitsForClient({ request, socket }: Exchange): boolean {
  const sends = !request.complete && request.readableLength < request.readableHighWaterMark;
  return sends || queuedOf(socket) > 0;
}

/** Bytes of an answer that the machine holds because the client does not take them. */
function queuedOf(socket: Socket): number {
  return (socket as Internals)._handle?.writeQueueSize ?? 0;
}

/** Bytes that the client's side has taken. Node's own count is of what was handed over, however large and far from taken. */
function sentOf(socket: Socket): number {
  return socket.bytesWritten - queuedOf(socket);
}

/** Node tells of a socket's progress in no other way; where a later Node lacks it, no answer is cut off. */
type Internals = Socket & { _handle?: { writeQueueSize?: number } | null };
