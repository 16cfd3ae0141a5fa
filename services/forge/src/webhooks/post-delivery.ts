import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';

import { MosaicError } from '@mosaic/platform/errors';
import { traceparent } from '@mosaic/platform/http';

import type { Delivery } from './delivery.ts';
import type { Hook } from './hook.ts';
import { resolveTarget, type Resolve } from './hook-target.ts';
import { deliveryHeaders } from './signature.ts';

/** What came of one try. `status` 0: no answer. */
export interface Attempt {
  status: number;
  response: string;
}

/** Kept of a receiver's answer. */
const RESPONSE_MAX_BYTES = 4_096;

export interface PostOptions {
  hook: Hook;
  secret: string;
  /** Empty for none. */
  authorization: string;
  allowedHosts: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
  resolve: Resolve;
}

/** Sends one delivery once. Follows no redirect; dials exactly the address that was checked. Never rejects. */
export async function postDelivery(delivery: Delivery, options: PostOptions): Promise<Attempt> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    // A resolver takes no signal, and one of the receiver's own may be as slow as it likes.
    const target = await Promise.race([resolveTarget(options.hook.url, options, signal), aborted(signal)]);
    const isForm = options.hook.contentType === 'form';
    const body = isForm ? new URLSearchParams({ payload: delivery.payload }).toString() : delivery.payload;
    return await send(target.url, body, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'MosAIc-Forge',
        ...deliveryHeaders({ deliveryId: delivery.id, event: delivery.event, payload: delivery.payload, secret: options.secret }),
        traceparent: traceparent(delivery.traceId),
        ...(options.authorization === '' ? {} : { authorization: options.authorization }),
      },
      lookup: (_hostname, lookupOptions, done) =>
        lookupOptions.all === true
          ? done(null, [{ address: target.address, family: target.family }])
          : done(null, target.address, target.family),
      signal,
    });
  } catch (error) {
    return { status: 0, response: reasonOf(error, options.timeoutMs) };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Settles whatever the receiver does, since all later deliveries of the hook wait for it. */
function send(url: URL, body: string, options: RequestOptions): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (): void =>
        resolve({ status: response.statusCode ?? 0, response: Buffer.concat(chunks).toString('utf8', 0, RESPONSE_MAX_BYTES) });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size < RESPONSE_MAX_BYTES) return;
        finish();
        request.destroy();
      });
      response.once('end', finish);
      response.once('error', reject);
    });
    // An upgrade that nobody asked for; without a listener Node would end the connection without a word.
    request.once('upgrade', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, response: 'The receiver switched protocols instead of answering.' });
    });
    request.once('error', reject);
    request.once('close', () => reject(new MosaicError('unavailable', 'The receiver ended the connection before its answer was whole.')));
    request.end(body);
  });
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'unknown';
  const isTimeout = error.name === 'TimeoutError' || (error.cause instanceof Error && error.cause.name === 'TimeoutError');
  return isTimeout ? `No answer within ${timeoutMs} ms.` : error.message.slice(0, 500);
}
