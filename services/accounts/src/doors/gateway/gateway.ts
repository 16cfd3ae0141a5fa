import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';

import { SERVICES, UPSTREAMS, type UpstreamName } from '@mosaic/contracts/mosaic';
import { createForwarder, type Forwarder } from '@mosaic/engines/proxy';
import { MosaicError } from '@mosaic/platform/errors';
import { bearerOf, clientAddress, type HttpApp } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';

import { mayUseCookie, refuseForeignWrite } from '../../sessions/origin-policy.ts';
import { requestHeaders, responseHeaders } from './proxied-headers.ts';
import { forgeFile, proxiedPath, type ProxiedPath } from './proxied-path.ts';

export interface GatewayOptions {
  publicUrl: string;
  /** Where a service listens now; null when it does not run. */
  upstream: (name: UpstreamName) => string | null;
  /** The secret of the live session that the browser's cookie stands for; null for none. */
  session: (request: FastifyRequest) => Promise<string | null>;
  /** What our own edge proves itself with: `edgeProof`. */
  proof: string;
  log: Log;
}

/** Gitea's addresses of files to keep, which people follow from a page and programs from an answer of the API. */
const FORGE_FILES = ['/:owner/:repo/archive/*', '/:owner/:repo/releases/download/*', '/attachments/:uuid'];
const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** An upstream may hold a long poll for 30 s before it answers. */
const HEAD_TIMEOUT_MS = 120_000;
/** What a browser may use an answer as. Scripts, styles, frames and workers of ours come from /-/assets/ only. */
const DESTINATIONS = new Set(['empty', 'document', 'image', 'audio', 'video']);

/**
 * The front door's ways to other services, for the dashboard: the session cookie becomes a bearer token, bodies stream both
 * ways. A program's bearer token is passed on as it is. With neither, the request goes on anonymously, so public repositories
 * are readable.
 */
export async function mountGateway(app: HttpApp, options: GatewayOptions): Promise<AsyncDisposable> {
  const forwarder = createForwarder({ headTimeoutMs: HEAD_TIMEOUT_MS });
  await app.register(async (scope) => {
    // Bodies are passed on unread; their size is the upstream's concern.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
    for (const name of UPSTREAMS)
      scope.route({
        method: METHODS,
        url: SERVICES[name].gateway,
        handler: (request, reply) => proxy(forwarder, options, { request, reply, target: proxiedPath(request.originalUrl) }),
      });
    for (const url of FORGE_FILES)
      scope.route({
        method: ['GET', 'HEAD'],
        url,
        handler: (request, reply) => proxy(forwarder, options, { request, reply, target: forgeFile(request.originalUrl) }),
      });
  });
  return forwarder;
}

async function proxy(
  forwarder: Forwarder,
  options: GatewayOptions,
  { request, reply, target }: { request: FastifyRequest; reply: FastifyReply; target: ProxiedPath },
): Promise<FastifyReply> {
  const { upstream, path, prefix } = target;
  const refusal = refuse(request, options.publicUrl);
  if (refusal !== null) throw new MosaicError('forbidden', refusal);
  const origin = options.upstream(upstream);
  if (origin === null) throw unavailable(upstream);
  // A program's own token goes before a cookie: it may come by the one address too, e.g. through one forwarded port.
  const token = bearerOf(request.headers);
  const session = token ?? (mayUseCookie(request.headers) ? await options.session(request) : null);

  // What a program presents at an address of the forge's own is judged there, in any form that git's clients have.
  const { authorization } = request.headers;
  const own: Record<string, string> = prefix === '' && authorization !== undefined ? { authorization } : {};
  try {
    await forwarder.forward(request.raw, reply.raw, {
      origin,
      path,
      headers: {
        ...requestHeaders(request.headers, {
          session,
          clientAddress: clientAddress(request, options.proof),
          proof: options.proof,
          publicUrl: new URL(options.publicUrl),
        }),
        ...own,
      },
      answer: (headers) => ({ ...responseHeaders(headers, prefix), 'x-request-id': request.id }),
    });
  } catch (error) {
    if (!reply.raw.headersSent) throw unavailable(upstream, error);
    options.log.debug({ err: error, upstream, requestId: request.id }, 'a stream through the front door ended early');
  }
  return reply.hijack();
}

function refuse(request: FastifyRequest, publicUrl: string): string | null {
  const destination = request.headers['sec-fetch-dest'];
  if (destination !== undefined && !DESTINATIONS.has(destination)) return 'This address serves data, not scripts, styles or frames.';
  // No page can send a token of ours from elsewhere; only what a browser adds by itself needs the check.
  return bearerOf(request.headers) === null ? refuseForeignWrite(request.method, request.headers, publicUrl) : null;
}

function unavailable(upstream: UpstreamName, cause?: unknown): MosaicError {
  return new MosaicError('unavailable', `The service ${upstream} does not answer; "mosaic status" says why. Try again in a moment.`, {
    cause,
  });
}
