import type { FastifyReply, FastifyRequest } from 'fastify';

import { isMosaicError } from '@mosaic/platform/errors';
import { holderOf } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import type { CiContext } from '../context.ts';

/** A comment is sent at once and this often, so that proxies keep the stream open. */
const PING_MS = 30_000;
/** How often a reader's right is asked for again, ms: a step runs for hours, and a token or a right may end before it does. */
const ASK_AGAIN_MS = 5_000;
/** Bytes that may wait for a slow reader; then the stream ends, and the reader comes back with Last-Event-ID. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

export interface EventStream {
  /** Ends with the reader, with the reader's right, with the service, or when the reader is too slow. */
  signal: AbortSignal;
  send(message: { id?: string; event?: string; data: string }): void;
  end(): void;
}

export interface StreamReader {
  caller: Caller;
  raw: FastifyRequest;
  reply: FastifyReply;
  /** Throws when the caller may read this no more. */
  requireRight: () => Promise<unknown>;
}

/**
 * Turns the answer into a stream of server-sent events, one of so many at once.
 * @throws MosaicError as `Places.take`.
 */
export async function openEventStream(
  { streams, stopping, edgeProof }: Pick<CiContext, 'streams' | 'stopping' | 'edgeProof'>,
  { caller, raw, reply, requireRight }: StreamReader,
): Promise<EventStream> {
  const leave = await streams.take(holderOf(caller, raw, edgeProof));
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, stopping]);
  const response = reply.raw;
  reply.hijack();
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  const write = (text: string) => {
    if (signal.aborted) return;
    response.write(text);
    if (response.writableLength > MAX_WAITING_BYTES) gone.abort();
  };
  write(': ping\n\n');
  const ping = setInterval(() => write(': ping\n\n'), PING_MS);
  const askAgain = setInterval(() => {
    requireRight().catch((error: unknown) => {
      // Not knowing, while a neighbour starts again, is no refusal.
      if (!isMosaicError(error, 'unavailable')) gone.abort();
    });
  }, ASK_AGAIN_MS);
  const finish = () => {
    clearInterval(ping);
    clearInterval(askAgain);
    response.end();
  };
  response.once('close', () => {
    leave();
    gone.abort();
  });
  signal.addEventListener('abort', finish, { once: true });
  return {
    signal,
    send: ({ id, event, data }) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`),
    end: () => gone.abort(),
  };
}
