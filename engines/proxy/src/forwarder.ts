import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import { Agent } from 'undici';

export interface ForwarderOptions {
  /** How long a destination may take to begin its answer, ms. */
  headTimeoutMs: number;
}

export interface Forwarding {
  origin: string;
  /** Path and query. */
  path: string;
  /** The request's, as the destination gets them. */
  headers: OutgoingHeaders;
  /** The answer's, as the client gets them; called when the destination begins to answer. */
  answer: (headers: IncomingHttpHeaders) => OutgoingHeaders;
}

export type OutgoingHeaders = Record<string, string | string[]>;

/** Passes requests on to destinations: bodies stream both ways with back-pressure, heads go out at once. */
export interface Forwarder extends AsyncDisposable {
  /**
   * Resolves when the answer is passed back or the client is gone. Rejects when the destination does not answer, or breaks off: then
   * the response's head is sent already.
   */
  forward(request: IncomingMessage, response: ServerResponse, forwarding: Forwarding): Promise<void>;
}

export function createForwarder({ headTimeoutMs }: ForwarderOptions): Forwarder {
  // As many connections as there are requests: a bound here would let some callers' streams shut out all others. Who has how many
  // at once is decided where they end.
  const agent = new Agent({ pipelining: 1, headersTimeout: headTimeoutMs, bodyTimeout: 0 });
  return {
    async forward(request, response, { origin, path, headers, answer }) {
      const gone = new AbortController();
      // Where the destination breaks off, the response is cut with that fault; without one, the client has left.
      response.once('close', () => response.errored === null && gone.abort());
      try {
        await agent.stream(
          { origin, path, method: request.method as 'GET', headers, body: hasBody(request) ? request : null, signal: gone.signal },
          ({ statusCode, headers: answered }) => {
            response.writeHead(statusCode, answer(answered));
            // An event stream may be silent for long.
            response.flushHeaders();
            return response;
          },
        );
      } catch (error) {
        if (!gone.signal.aborted) throw error;
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}
