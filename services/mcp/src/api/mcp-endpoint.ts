import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

import { createMcpHandler, type Server } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { MosaicError } from '@mosaic/platform/errors';
import { bearerOf, newTraceId, traceIdOf, type HttpApp } from '@mosaic/platform/http';
import type { Authenticator } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';
import { pause } from '@mosaic/platform/waiting';

import type { Call } from '../context.ts';
import { allowOrigin, answerPreflight } from './cors.ts';
import { isAllowedOrigin } from './origin-policy.ts';

/** Largest request body: a task's description and input with room to spare. */
const BODY_LIMIT = 1024 * 1024;
/** How long calls in hand may take to finish when the service stops. */
const DRAIN_MS = 3_000;
/** How long their answers may take to be handed over then. */
const ANSWER_MS = 500;

export interface McpEndpointDeps {
  authenticator: Authenticator;
  serverOf: (call: Call) => Server;
  /** Ends the tool calls in hand within `ms`; a response that streams is handed over long before its call ends. */
  endCalls: (ms: number) => Promise<void>;
  publicUrl: string;
  log: Log;
}

/** `/mcp` for both protocol eras of MCP: Origin, then token, then the SDK. Disposing ends open streams. */
export function mountMcpEndpoint(app: HttpApp, { authenticator, serverOf, endCalls, publicUrl, log }: McpEndpointDeps): AsyncDisposable {
  const calls = new WeakMap<Request, Call>();
  const inHand = new Set<Promise<Response>>();
  let isClosed = false;
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const call = requestInfo === undefined ? undefined : calls.get(requestInfo);
      if (call === undefined) throw new Error('a request reached the MCP handler without its caller');
      return serverOf(call);
    },
    { legacy: 'stateless', maxRequestBodySize: BODY_LIMIT, onerror: (error) => log.debug({ err: error }, 'an MCP request was refused') },
  );

  const serve = async (raw: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isAllowedOrigin(raw.headers.origin, publicUrl))
      throw new MosaicError('forbidden', `Pages of ${raw.headers.origin ?? ''} may not call this server.`);
    allowOrigin(reply, raw.headers.origin);
    const token = bearerOf(raw.headers);
    if (token === null)
      throw new MosaicError('unauthenticated', 'Send a token of this platform as "Authorization: Bearer …"; "mosaic token" makes one.');
    const again = () => authenticator.authenticate({ token });
    const caller = await again();

    const gone = new AbortController();
    // Every response closes; only one that was cut off means that the client is gone.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const body = parsed(raw);
    if (body === BROKEN) return reply.code(400).send(PARSE_ERROR);
    const request = webRequest(raw, gone.signal);
    calls.set(request, {
      caller,
      again,
      traceId: traceIdOf(raw.headers.traceparent) ?? traceOfEnvelope(body) ?? newTraceId(),
      signal: gone.signal,
    });
    // Whose caller was still asked for at the stop: the SDK would call it a fault of ours.
    if (isClosed) throw new MosaicError('unavailable', 'The server is stopping. Ask again when it is back.');
    const answered = handler.fetch(request, body === undefined ? {} : { parsedBody: body });
    inHand.add(answered);
    try {
      return await answer(reply, await answered);
    } finally {
      inHand.delete(answered);
    }
  };

  void app.register(async (scope) => {
    // The SDK judges content type and JSON in each era's own words, so the body comes as text.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.options('/mcp', async (raw, reply) => {
      if (!isAllowedOrigin(raw.headers.origin, publicUrl)) return reply.code(403).send();
      return answerPreflight(reply, raw.headers.origin);
    });
    scope.route({ method: ['POST', 'GET', 'DELETE'], url: '/mcp', bodyLimit: BODY_LIMIT, handler: serve });
  });
  return {
    async [Symbol.asyncDispose]() {
      await endCalls(DRAIN_MS);
      // Their answers are on the way; the SDK's close would cut them, and is for the streams that never end by themselves.
      const late = new AbortController();
      await Promise.race([Promise.allSettled(inHand), pause(ANSWER_MS, late.signal)]);
      late.abort();
      isClosed = true;
      await handler.close();
    },
  };
}

/** JSON-RPC's answer to what is no JSON. */
const PARSE_ERROR = { jsonrpc: '2.0', error: { code: -32700, message: 'Parse error: the request body is not valid JSON' }, id: null };
const BROKEN = Symbol('no JSON');

/** The JSON body; undefined where the SDK refuses the request without looking at it. */
function parsed({ body, method, headers }: FastifyRequest): unknown {
  if (method !== 'POST' || !/^application\/json\b/i.test(headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    return BROKEN;
  }
}

/** The head of the request; its body goes to the SDK parsed. */
function webRequest(raw: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const name of FORWARDED) {
    const value = raw.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request('http://mcp.invalid/mcp', { method: raw.method, headers, signal });
}

/** Headers that the protocol reads; the credential stays here. */
const FORWARDED = ['content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id', 'last-event-id'];

/** The trace that a modern request carries in its envelope. */
function traceOfEnvelope(body: unknown): string | null {
  const meta = (body as { params?: { _meta?: { traceparent?: unknown } } } | null | undefined)?.params?._meta;
  return typeof meta?.traceparent === 'string' ? traceIdOf(meta.traceparent) : null;
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) reply.header(name, value);
  if (response.body === null) return reply.send();
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true)
    return reply.send(Readable.fromWeb(response.body as ReadableStream));
  return reply.send(await response.text());
}
