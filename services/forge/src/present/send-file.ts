import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file as it stands at a door. */
export interface SentFile {
  /** Names the bytes; two files with one id are the same. */
  id: string;
  /** Bytes. */
  size: number;
  /**
   * Called at most once, and only when bytes are sent; what it needs to know of the first ones is its own affair. Who is given a part
   * [start, end) may answer with that alone, and says so by `isPart`.
   */
  open: (part?: { start: number; end: number }) => Promise<{ type: string; body: AsyncIterable<Uint8Array>; isPart?: boolean }>;
}

/** What was pushed or uploaded must not run in our origin: the answer forbids everything but to be shown. */
export function forbidRunning(reply: FastifyReply): void {
  // Whoever may read it may keep it, and asks each time whether it still holds.
  reply.header('cache-control', 'private, no-cache');
  reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
}

/** Says that a file is to be kept and not shown, and how it is called (RFC 6266). */
export function sendAsDownload(reply: FastifyReply, name: string): void {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (special) => `%${special.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`);
  reply.header('access-control-expose-headers', 'Content-Disposition');
}

/** For a HEAD: what a GET would send, less the bytes. */
export function sendNothing(reply: FastifyReply): FastifyReply {
  // A stream, since of a text the framework would count the length anew.
  return reply.send(Readable.from([]));
}

/** Answers a file whole, a part of it (one range of RFC 9110 14.2), or that it has not changed. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): Promise<FastifyReply> {
  const etag = `"${file.id}"`;
  reply.header('etag', etag).header('accept-ranges', 'bytes');
  forbidRunning(reply);
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const condition = request.headers['if-range'];
  const range = condition === undefined || condition === etag ? readRange(request.headers.range, file.size) : 'whole';
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  const part = range === 'whole' ? undefined : { start: range.start, end: range.end + 1 };
  const { type, body, isPart = false } = await file.open(part);
  reply.type(type);
  if (range === 'whole') return reply.header('content-length', String(file.size)).send(Readable.from(body, { objectMode: false }));
  const { start, end } = range;
  reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${file.size}`)
    .header('content-length', String(end - start + 1));
  return reply.send(Readable.from(isPart ? body : cut(body, start, end), { objectMode: false }));
}

/** `If-None-Match`: any of a list, weak or not, or "*". */
export function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** The one range that is asked for, both ends inclusive. Several at once, other units and nonsense are not understood: the whole. */
export function readRange(header: string | undefined, size: number): { start: number; end: number } | 'whole' | 'outside' {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return 'whole';
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'whole';
  return start > end || start >= size ? 'outside' : { start, end };
}

/** The bytes from `start` to `end`; the rest is not read to its end. */
async function* cut(body: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at > end) return;
  }
}
