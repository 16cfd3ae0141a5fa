import type { FastifyReply } from 'fastify';

/** What MCP clients in a browser send and read (MCP, Streamable HTTP; the Inspector's list). */
const ALLOWED =
  'authorization, content-type, accept, last-event-id, mcp-protocol-version, mcp-session-id, mcp-method, mcp-name, traceparent';
const EXPOSED = 'mcp-session-id, mcp-protocol-version, www-authenticate, x-request-id, retry-after';
/** How long a browser keeps a permission, seconds: the most that Chromium does. */
const KEPT_SECONDS = 7_200;

/** Lets a page of an origin that may call also read the answers. Cookies never count here, so none are allowed along. */
export function allowOrigin(reply: FastifyReply, origin: string | undefined): FastifyReply {
  reply.header('vary', 'Origin');
  if (origin === undefined) return reply;
  return reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED);
}

/** The answer to a preflight of such a page. */
export function answerPreflight(reply: FastifyReply, origin: string | undefined): FastifyReply {
  return allowOrigin(reply, origin)
    .header('access-control-allow-methods', 'GET, POST, DELETE')
    .header('access-control-allow-headers', ALLOWED)
    .header('access-control-max-age', String(KEPT_SECONDS))
    .code(204)
    .send();
}
