import { decodeByteText } from '@mosaic/contracts/wire';
import type { FastifyRequest } from 'fastify';

/*
 * Addresses carry the names of git, which are bytes: "%E9" alone is no UTF-8, and routers refuse it. Such a byte is shown to the router
 * as U+FFFD; the parameters are then read once more from what was really asked for.
 */

const ENCODED_RUN = /(?:%[0-9a-f]{2})+/gi;

/** The address that the router sees: each run of bytes that is no UTF-8 becomes as many U+FFFD. */
export function routedUrl(url: string): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  if (!path.includes('%')) return url;
  const routed = path.replace(ENCODED_RUN, (run) => (decodeByteText(run).isWellFormed() ? run : '%EF%BF%BD'));
  return query === -1 ? routed : routed + url.slice(query);
}

/** Reads the parameters of a route like "/a/:name/*" from the address as it was sent; null where the router's own are right. */
export function byteParams(request: Pick<FastifyRequest, 'originalUrl' | 'url' | 'routeOptions'>): Record<string, string> | null {
  const { originalUrl, url, routeOptions } = request;
  if (originalUrl === url || routeOptions.url === undefined) return null;
  const sent = (originalUrl.split('?', 1)[0] ?? '').split('/');
  const params: Record<string, string> = {};
  for (const [at, part] of routeOptions.url.split('/').entries()) {
    if (part === '*') params['*'] = sent.slice(at).map(decodeByteText).join('/');
    else if (part.startsWith(':')) params[part.slice(1)] = decodeByteText(sent[at] ?? '');
  }
  return params;
}
