import { encodeByteText } from './byte-text.ts';

/** One HTTP request as the clients in `contracts/` state it. Paths are relative to the neighbour's root. */
export interface WireRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, already encoded, starting with "/". */
  path: string;
  headers?: Record<string, string>;
  /** A string, bytes or (on the server) a node stream are sent as they are; any other object is sent as JSON. */
  body?: string | Uint8Array | object;
  signal?: AbortSignal;
}

/** The answer; exactly one of the body readers may be called, once. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  json(): Promise<unknown>;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
  /** The body as it arrives, for what may not fit in memory; a sender that cannot stream leaves it out. */
  chunks?(): AsyncIterable<Uint8Array>;
  /** Frees the connection when nobody wants the body. */
  discard(): Promise<void>;
}

/**
 * How a client reaches its server. The caller supplies it: an undici pool with a service's token on
 * the server, `fetch` with the session cookie in the dashboard, a fake in a test.
 * Rejects only when no answer came (network, timeout, abort); every status resolves.
 */
export type Send = (request: WireRequest) => Promise<WireResponse>;

/** An answer that the contract does not allow for this call. `status` is the upstream's. */
export class WireError extends Error {
  readonly status: number;
  readonly body: string;
  readonly request: string;

  constructor(request: Pick<WireRequest, 'method' | 'path'>, status: number, body: string) {
    super(`${request.method} ${request.path} answered ${status}: ${body.slice(0, 300)}`);
    this.name = 'WireError';
    this.status = status;
    this.body = body;
    this.request = `${request.method} ${request.path}`;
  }
}

/** Sends, and turns any status outside 200…299 into a {@link WireError}. */
export async function expectOk(send: Send, request: WireRequest): Promise<WireResponse> {
  const response = await send(request);
  if (response.status >= 200 && response.status < 300) return response;
  throw new WireError(request, response.status, await response.text());
}

/** Like {@link expectOk}, and answers null for 404. */
export async function expectOkOrMissing(send: Send, request: WireRequest): Promise<WireResponse | null> {
  const response = await send(request);
  if (response.status === 404) {
    await response.discard();
    return null;
  }
  if (response.status >= 200 && response.status < 300) return response;
  throw new WireError(request, response.status, await response.text());
}

/** Builds "?a=1&b=2" from the defined values; "" when there are none. */
export function query(values: Record<string, string | number | boolean | undefined>): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) parts.push(`${encodeURIComponent(key)}=${encodeByteText(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
