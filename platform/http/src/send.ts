import { Readable } from 'node:stream';

import { Pool } from 'undici';

import type { Send } from '@mosaic/contracts/wire';

export interface SendOptions {
  /** Where the neighbour listens, e.g. "http://127.0.0.1:3000"; a path in it leads every request. */
  baseUrl: string;
  /** Path of a Unix socket that is dialled instead of the address's host. */
  socketPath?: string;
  /** Sent with every request, e.g. authorization. Read anew each time, so a token may change. */
  headers?: () => Record<string, string>;
  /** Open connections at most. Long polls hold one each. */
  connections?: number;
  /** How long the answer's head may take, ms. */
  timeoutMs?: number;
}

/** A neighbour's `Send`: one undici pool, keep-alive, no proxy, no redirects, no retries. */
export function createSend({
  baseUrl,
  socketPath,
  headers = () => ({}),
  connections = 64,
  timeoutMs = 60_000,
}: SendOptions): Send & AsyncDisposable {
  const url = new URL(baseUrl);
  const prefix = url.pathname.replace(/\/$/, '');
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
    ...(socketPath === undefined ? {} : { socketPath }),
  });

  const send: Send = async ({ method, path, headers: own = {}, body, signal }) => {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof Readable;
    const response = await pool.request({
      method,
      path: prefix + path,
      headers: { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers(), ...own },
      body: isRaw ? (body ?? null) : JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
      ),
      json: () => response.body.json(),
      text: () => response.body.text(),
      bytes: () => response.body.bytes(),
      chunks: () => response.body,
      discard: async () => {
        await response.body.dump();
      },
    };
  };
  return Object.assign(send, { [Symbol.asyncDispose]: () => pool.close() });
}
