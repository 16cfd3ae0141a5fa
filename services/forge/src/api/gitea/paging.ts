import type { FastifyReply, FastifyRequest } from 'fastify';

import { PagingQuery, type OptionalPaging } from '@mosaic/contracts/gitea';

export function pageOf<T>(list: readonly T[], asked: OptionalPaging = { page: 0, limit: 0 }): readonly T[] {
  if (asked.page <= 0 && asked.limit <= 0) return list;
  const page = PagingQuery.parse(asked);
  return list.slice(offsetOf(page), offsetOf(page) + page.limit);
}

export function namesWith<T extends { name: string }>(text: string, list: readonly T[]): readonly T[] {
  const wanted = text.toLowerCase();
  return wanted === '' ? list : list.filter(({ name }) => name.toLowerCase().includes(wanted));
}

export function offsetOf({ page, limit }: PagingQuery): number {
  return (page - 1) * limit;
}

/** Characters of all links together. */
const LINKS_MAX = 8_192;

/** Sets X-Total-Count and, unless the address is very long, Link; the address is the public one, and no credential is repeated in it. */
export function sendPageHeaders(
  { reply, raw, query }: { reply: FastifyReply; raw: FastifyRequest; query: PagingQuery },
  { total, publicUrl }: { total: number; publicUrl: string },
): void {
  reply.header('x-total-count', String(total));
  reply.header('access-control-expose-headers', 'X-Total-Count, Link');
  const last = Math.max(1, Math.ceil(total / query.limit));
  if (last === 1) return;
  const url = new URL(raw.originalUrl, publicUrl);
  for (const secret of ['token', 'access_token']) url.searchParams.delete(secret);
  const to = (page: number, rel: string) => {
    url.searchParams.set('page', String(page));
    return `<${publicUrl}${url.pathname}${url.search}>; rel="${rel}"`;
  };
  const links = [];
  if (query.page < last) links.push(to(query.page + 1, 'next'), to(last, 'last'));
  if (query.page > 1) links.push(to(1, 'first'), to(query.page - 1, 'prev'));
  // Each repeats the query, and clients take a head of 16 KiB at most; the count says how many pages there are.
  const header = links.join(',');
  if (header.length <= LINKS_MAX) reply.header('link', header);
}
