import type { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { MosaicError, parseInput } from '@mosaic/platform/errors';
import { takeRawBodies, UNBOUNDED, type HttpApp } from '@mosaic/platform/http';

import { sendFile } from '../../present/send-file.ts';
import { isOid, LFS_TYPE, type LfsObject } from '../../lfs/lfs-object.ts';
import { takePlace } from '../../wire/take-place.ts';
import { answerBatch } from './batch.ts';
import { baseOf } from './base-address.ts';
import { createLock, listLocks, unlock, verifyLocks } from './locks.ts';
import { BATCH_MAX, BatchRequest, VerifyRequest } from './messages.ts';
import type { LfsPorts, Params } from './ports.ts';
import { lfsTarget, type LfsRequest } from './target.ts';

/** A batch of 1,000 objects is a fifth of it. */
const MESSAGE_BYTES = 1024 * 1024;

type ObjectRequest = LfsRequest & { params: Params & { oid: string; size?: string } };

/** Git LFS (git-lfs's own documents of its API): the `basic` transfer, and locks. */
export async function mountGitLfs(app: HttpApp, ports: LfsPorts): Promise<void> {
  await app.register(async (scope) => {
    // What is uploaded is read by nobody before it is written.
    takeRawBodies(scope);
    const at = '/:owner/:repo/info/lfs';
    scope.post<{ Params: Params }>(`${at}/objects/batch`, UNBOUNDED, (request, reply) => batch(ports, request, reply));
    scope.put(`${at}/objects/:oid/:size`, UNBOUNDED, (request, reply) => upload(ports, request as ObjectRequest, reply));
    for (const path of [`${at}/objects/:oid`, `${at}/objects/:oid/:name`])
      scope.get(path, (request, reply) => download(ports, request as ObjectRequest, reply));
    scope.post<{ Params: Params }>(`${at}/verify`, UNBOUNDED, (request, reply) => verify(ports, request, reply));
    scope.get<{ Params: Params }>(`${at}/locks`, async (request, reply) => {
      requireMediaType(request);
      return answer(reply, await listLocks(ports, request));
    });
    scope.post<{ Params: Params }>(`${at}/locks`, UNBOUNDED, async (request, reply) => {
      requireMediaType(request);
      const { status, body } = await createLock(ports, request, () => messageOf(request));
      return answer(reply.code(status), body);
    });
    scope.post<{ Params: Params }>(`${at}/locks/verify`, UNBOUNDED, async (request, reply) => {
      requireMediaType(request);
      return answer(reply, await verifyLocks(ports, request, () => messageOf(request)));
    });
    scope.post<{ Params: Params & { id: string } }>(`${at}/locks/:id/unlock`, UNBOUNDED, async (request, reply) => {
      requireMediaType(request);
      return answer(reply, await unlock(ports, request, () => messageOf(request)));
    });
  });
}

async function batch(ports: LfsPorts, request: LfsRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireMediaType(request);
  const asked = read(BatchRequest, await messageOf(request));
  const { repository } = await lfsTarget(ports, request, asked.operation === 'upload' ? 'write' : 'read');
  if (asked.objects.length > BATCH_MAX) throw new MosaicError('too_large', `Ask for ${BATCH_MAX} objects at most.`);
  if (asked.hash_algo !== 'sha256') return answer(reply.code(409), { message: 'Objects are named by SHA-256 here.' });
  const oids = asked.objects.map(({ oid }) => oid).filter(isOid);
  const objects = answerBatch(asked, {
    known: await ports.lfs.store.those(repository.id, oids),
    base: `${baseOf(ports.settings.publicUrl, request)}/${repository.fullName}.git/info/lfs`,
    authorization: request.headers.authorization,
    maxBytes: ports.settings.maxLfsBytes,
  });
  return answer(reply, { transfer: 'basic', objects, hash_algo: 'sha256' });
}

async function upload(ports: LfsPorts, request: ObjectRequest, reply: FastifyReply): Promise<FastifyReply> {
  const object = objectOf({ oid: request.params.oid, size: Number(request.params.size) });
  const { repository, caller } = await lfsTarget(ports, request, 'write');
  if (object.size > ports.settings.maxLfsBytes)
    throw new MosaicError('invalid_input', `Size must be less than or equal to ${ports.settings.maxLfsBytes}`);
  const leave = await takePlace(ports.transfers, { caller, request, reply }, ports.edgeProof);
  try {
    await ports.lfs.store.put(repository.id, object, request.raw);
  } finally {
    leave();
  }
  return answer(reply, { message: 'OK' });
}

async function download(ports: LfsPorts, request: ObjectRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { oid } = request.params;
  if (!isOid(oid)) throw new MosaicError('invalid_input', 'Oid or size are invalid');
  const { repository, caller } = await lfsTarget(ports, request, 'read');
  const object = await ports.lfs.store.find(repository.id, oid);
  if (object === null) throw new MosaicError('not_found', 'Not Found');
  const leave = await takePlace(ports.transfers, { caller, request, reply }, ports.edgeProof);
  reply.raw.once('close', leave);
  return sendFile(request, reply, {
    id: oid,
    size: object.size,
    open: async (part) => ({
      type: 'application/octet-stream',
      body: await ports.lfs.store.files.open(oid, part),
      isPart: part !== undefined,
    }),
  });
}

async function verify(ports: LfsPorts, request: LfsRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireMediaType(request);
  const object = objectOf(read(VerifyRequest, await messageOf(request)));
  const { repository } = await lfsTarget(ports, request, 'write');
  const found = await ports.lfs.store.find(repository.id, object.oid);
  if (found?.size !== object.size || !(await ports.lfs.store.files.has(object))) throw new MosaicError('not_found', 'Not Found');
  return answer(reply, { message: 'OK' });
}

function objectOf(object: LfsObject): LfsObject {
  if (!isOid(object.oid) || !Number.isSafeInteger(object.size) || object.size < 0)
    throw new MosaicError('invalid_input', 'Oid or size are invalid');
  return object;
}

/** As Gitea: a client that does not name the media type is none of git-lfs. */
function requireMediaType({ headers }: LfsRequest): void {
  if (headers.accept?.split(/[;,]/, 1)[0]?.trim() !== LFS_TYPE)
    throw new MosaicError('unsupported_media_type', `Say "Accept: ${LFS_TYPE}".`);
}

/** The request's JSON. */
async function messageOf({ body }: LfsRequest): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of (body ?? []) as Readable) {
    size += (piece as Buffer).length;
    if (size > MESSAGE_BYTES) throw new MosaicError('too_large', `A message has ${MESSAGE_BYTES} bytes at most.`);
    pieces.push(piece as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString() || '{}');
  } catch {
    throw new MosaicError('invalid_input', 'The message is no JSON.');
  }
}

function read<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
  return parseInput(schema, message, 'The message');
}

/** In bytes: to a text the framework would add its charset, which the media type has not. */
function answer(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type(LFS_TYPE).send(Buffer.from(JSON.stringify(body)));
}
