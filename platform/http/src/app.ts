import { randomUUID } from 'node:crypto';
import { parse } from 'node:querystring';

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { decodeByteText } from '@mosaic/contracts/wire';
import { MosaicError, RetryAfter, asMosaicError } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';

import { byteParams, routedUrl } from './byte-addresses.ts';
import { mountProbes, type Probes } from './probes.ts';
import { sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the listener begins to stop: long polls and event streams answer at once then. */
    readonly stopping: AbortSignal;
    beginStop(): void;
  }
}

export type HttpApp = FastifyInstance;

/** {@link Probes} included. */
export interface HttpAppOptions extends Probes {
  log: Log;
  /** Host names (without port) that may be asked for; others get 421. "*.localhost" style suffixes begin with ".". */
  hosts: readonly string[];
  /** Largest request body in bytes, where a route does not say otherwise. */
  bodyLimit?: number;
  /** How this dialect writes an error; RFC 9457 when absent. */
  renderError?: (reply: FastifyReply, error: MosaicError, request: FastifyRequest) => FastifyReply;
  /** The service's own doors refuse cookies; only the front door takes them. */
  cookies?: 'refuse' | 'allow';
}

const MIB = 1024 * 1024;
/** A body that is refused for its size is read out up to this, bytes. */
const LINGER_BYTES = 64 * MIB;

/** A Fastify instance with what every listener has: request ids, limits, Host check, /healthz, /readyz, /metrics, errors in words. */
export function createHttpApp({
  name,
  log,
  hosts,
  bodyLimit = MIB,
  renderError = sendProblem,
  health,
  authenticate,
  cookies = 'refuse',
}: HttpAppOptions): HttpApp {
  const refuse = (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = fromFastify(thrown);
    // The framework would close at once, and the reset that follows unread bytes can overtake the answer.
    if (error.code === 'too_large' && Number(request.headers['content-length'] ?? Infinity) <= LINGER_BYTES)
      reply.removeHeader('connection');
    if (error.code === 'internal')
      log.error({ err: error.cause ?? thrown, requestId: request.id, method: request.method, path: pathOf(request) }, 'a request failed');
    else log.debug({ code: error.code, message: error.message, requestId: request.id, path: pathOf(request) }, 'a request was refused');
    if (error.cause instanceof RetryAfter) reply.header('retry-after', String(error.cause.seconds));
    return renderError(reply, error, request);
  };
  const app = Fastify({
    bodyLimit,
    // An address that the router cannot read, e.g. "/%zz", comes to no hook.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
      refuse(error, request as FastifyRequest, reply as FastifyReply);
    },
    logger: false,
    // The names in an address may be long: a ref of git is one of up to 1,024 bytes, each of which may be encoded.
    routerOptions: {
      maxParamLength: 3 * 1_024,
      ignoreTrailingSlash: true,
      querystringParser: (text) => ({ ...parse(text, '&', '=', { decodeURIComponent: decodeByteText }) }),
    },
    // Names of git in addresses are bytes; what is no UTF-8 is kept (see byte-addresses.ts).
    rewriteUrl: (request) => routedUrl(request.url ?? '/'),
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
  });
  // A header that names JSON says nothing about there being a body: clients send it with every DELETE.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parseJson(request, body as string, done),
  );
  // Read within the same limit, so that the answer arrives.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) =>
    body.length === 0 ? done(null, undefined) : done(otherType(request.headers['content-type'])),
  );
  const stopping = new AbortController();
  app.decorate('stopping', stopping.signal);
  app.decorate('beginStop', () => stopping.abort());

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (!isAllowedHost(request.headers.host, hosts))
      throw new MosaicError(
        'invalid_input',
        `This listener does not answer for the host "${request.headers.host ?? ''}". Use one of: ${hosts.join(', ')}.`,
      );
    if (cookies === 'refuse') delete request.headers.cookie;
    const params = byteParams(request);
    if (params !== null) request.params = params;
  });

  app.setErrorHandler((thrown, request, reply) => refuse(thrown, request, reply));
  app.setNotFoundHandler((request, reply) =>
    renderError(reply, new MosaicError('not_found', `Nothing answers ${request.method} ${pathOf(request)} here.`), request),
  );

  mountProbes(app, { name, health, authenticate });
  return app;
}

/** The path without its query, which may carry a token. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

function isAllowedHost(header: string | undefined, hosts: readonly string[]): boolean {
  if (hosts.includes('*')) return true;
  const host = (header ?? '').replace(/:\d+$/, '').toLowerCase();
  return hosts.some((allowed) => (allowed.startsWith('.') ? host.endsWith(allowed) : host === allowed));
}

function otherType(given: string | undefined): MosaicError {
  const what = given === undefined ? 'does not say what it is' : `is called ${JSON.stringify(given.slice(0, 100))}`;
  return new MosaicError('unsupported_media_type', `The body ${what}; send JSON, with "Content-Type: application/json".`);
}

/** The framework's refusals, and those of its plug-ins (static files), in our catalogue: what is the client's stays the client's. */
function fromFastify(thrown: unknown): MosaicError {
  if (thrown instanceof MosaicError) return thrown;
  const { statusCode, message } = (thrown ?? {}) as { statusCode?: unknown; message?: string };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return asMosaicError(thrown);
  if (statusCode === 415)
    return new MosaicError('unsupported_media_type', 'The Content-Type is malformed; send "application/json".', { cause: thrown });
  if ((thrown as { code?: unknown }).code === 'FST_ERR_BAD_URL')
    return new MosaicError(
      'invalid_input',
      'The address is malformed: "%" begins two hexadecimal digits; write "%25" for the sign itself.',
      {
        cause: thrown,
      },
    );
  if (statusCode === 413) return new MosaicError('too_large', 'The request body is larger than this listener allows.', { cause: thrown });
  if (statusCode === 404) return new MosaicError('not_found', 'There is nothing at this address.', { cause: thrown });
  return new MosaicError('invalid_input', message ?? 'The request is malformed.', { cause: thrown });
}
