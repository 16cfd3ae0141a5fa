import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../context.ts';
import { requirePaths, splitArchiveName } from '../contents/archiver.ts';
import type { Repository } from '../repositories/repository.ts';
import { forbidRunning, matches, sendAsDownload, sendNothing } from '../present/send-file.ts';

interface Asked {
  caller: Caller;
  repository: Repository;
  /** A ref with the format at its end: "v1.0.tar.gz". */
  name: string;
  paths: readonly string[];
  raw: FastifyRequest;
  reply: FastifyReply;
  gone: () => AbortSignal;
}

/** Answers the files of a ref as an archive, or that it has not changed. A branch goes before a tag of the same name. */
export async function sendArchive(
  { contents, links }: Pick<ForgeContext, 'contents' | 'links'>,
  { caller, repository, name, paths, raw, reply, gone }: Asked,
): Promise<FastifyReply> {
  const { ref, format } = splitArchiveName(name);
  requirePaths(format, paths);
  const commitId = await contents.reader.commitId(repository, ref);
  forbidRunning(reply);
  // How Nix and others find the same bytes again, whatever the ref names then.
  reply.header('link', `<${links.api(repository)}/archive/${commitId}.${format}?rev=${commitId}>; rel="immutable"`);
  if (paths.length === 0) {
    const etag = `"${commitId}.${format}"`;
    reply.header('etag', etag);
    if (matches(raw.headers['if-none-match'], etag)) return reply.code(304).send();
  }
  sendAsDownload(reply, `${repository.name}-${ref.replaceAll('/', '-')}.${format}`);
  reply.type('application/octet-stream');
  if (raw.method === 'HEAD') return sendNothing(reply);
  const bytes = await contents.archiver.open(repository, { commitId, format, paths }, { caller, raw, signal: gone() });
  return reply.send(Readable.from(bytes, { objectMode: false }));
}
