import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import {
  failFetch,
  failPush,
  infoRefs,
  readPushRequest,
  requestBody,
  speaksV2,
  uploadPack,
  type GitService,
  type PushRequest,
} from '@mosaic/engines/git';
import { MosaicError, RetryAfter } from '@mosaic/platform/errors';
import { newTraceId, takeRawBodies, traceIdOf, UNBOUNDED, type HttpApp, type Places } from '@mosaic/platform/http';
import { ANONYMOUS, type Caller, type Credential } from '@mosaic/platform/identity';

import { carryPush, HEAD_ROOM_BYTES, type CarryPorts, type PushAnswer } from '../../wire/carry-push.ts';
import { fetchTarget, nameOf, pushTarget, type Target } from '../../wire/push-target.ts';
import { takePlace, type Asking } from '../../wire/take-place.ts';
import { FETCH_REQUEST_BYTES, readFetchRequest } from '../../wire/read-fetch.ts';

export interface GitHttpPorts extends CarryPorts {
  credential: (request: FastifyRequest) => Credential | null;
  authenticate: (credential: Credential, request: FastifyRequest) => Promise<Caller>;
  slots: Places;
  /** Places for requests that are being read. */
  readers: Places;
  /** What our own edge proves itself with. */
  edgeProof: string;
}

interface Params {
  owner: string;
  repo: string;
}

const NO_CACHE = { 'cache-control': 'no-cache, max-age=0, must-revalidate', expires: 'Fri, 01 Jan 1980 00:00:00 GMT', pragma: 'no-cache' };

/** Git's smart HTTP on the forge's own listener (gitprotocol-http(5); forge contract 6.1). Bytes stream both ways. */
export async function mountGitHttp(app: HttpApp, ports: GitHttpPorts): Promise<void> {
  await app.register(async (scope) => {
    // The bodies are git's own.
    takeRawBodies(scope);
    scope.get<{ Params: Params }>('/:owner/:repo/info/refs', (request, reply) => advertise(ports, request, reply));
    scope.post<{ Params: Params }>('/:owner/:repo/git-upload-pack', UNBOUNDED, (request, reply) => serveFetch(ports, request, reply));
    scope.post<{ Params: Params }>('/:owner/:repo/git-receive-pack', UNBOUNDED, (request, reply) => servePush(ports, request, reply));
  });
}

async function callerOf(ports: GitHttpPorts, request: FastifyRequest): Promise<Caller> {
  const presented = ports.credential(request);
  return presented === null ? ANONYMOUS : ports.authenticate(presented, request);
}

function isAt({ fullName }: { fullName: string }, { owner, repo }: Params): boolean {
  return fullName.toLowerCase() === `${owner}/${repo}`.toLowerCase();
}

async function advertise(ports: GitHttpPorts, request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<FastifyReply> {
  const { service } = request.query as { service?: string };
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack')
    throw new MosaicError('forbidden', 'Only smart HTTP is served here; use git 1.6.6 or later.');
  const caller = await callerOf(ports, request);
  const { reader, folders } = ports.repositories;
  const name = nameOf(request.params);
  const target: Target =
    service === 'git-upload-pack' ? { repository: await fetchTarget(reader, caller, name) } : await pushTarget(ports, caller, name);
  // Git goes on at the present address, and says so; what it was told before it asked finds the repository all the same.
  if ('repository' in target && !isAt(target.repository, name))
    return reply.redirect(`/${target.repository.fullName}.git/info/refs?service=${service}`, 301);
  const git = 'repository' in target ? folders.open(target.repository.id) : folders.blank;
  const gitProtocol = header(request, 'git-protocol');
  // Only this one is answered without a git process.
  if (service === 'git-receive-pack' || !speaksV2(gitProtocol))
    reply.raw.once('close', await takePlace(ports.slots, { caller, request, reply }, ports.edgeProof));
  return reply
    .headers(NO_CACHE)
    .type(`application/x-${service}-advertisement`)
    .send(
      infoRefs(git, service, {
        gitProtocol,
        onFailure: (exit) => ports.log.error({ exit, gitDir: git.gitDir }, 'a repository gave no refs'),
      }),
    );
}

async function serveFetch(ports: GitHttpPorts, request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<void> {
  requireContentType(request, 'git-upload-pack');
  const caller = await callerOf(ports, request);
  const repository = await fetchTarget(ports.repositories.reader, caller, nameOf(request.params));
  let body: Readable;
  let release: () => void;
  try {
    body = await readWhole(ports, { caller, request, reply });
    release = await takePlace(ports.slots, { caller, request, reply }, ports.edgeProof);
  } catch (error) {
    if (!isNoPlace(error)) throw error;
    request.raw.resume();
    begin(request, reply, 'git-upload-pack').end(failFetch(error.message));
    return;
  }
  try {
    const out = begin(request, reply, 'git-upload-pack');
    const { exit, clientLeft } = await uploadPack(ports.repositories.folders.open(repository.id), body, out, {
      gitProtocol: header(request, 'git-protocol'),
    });
    if (exit.exitCode !== 0 && !clientLeft)
      ports.log.info({ repository: repository.fullName, exitCode: exit.exitCode, stderr: exit.stderr }, 'a fetch ended early');
  } finally {
    release();
  }
}

async function servePush(ports: GitHttpPorts, request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<void> {
  requireContentType(request, 'git-receive-pack');
  const caller = await callerOf(ports, request);
  const target = await pushTarget(ports, caller, nameOf(request.params));
  const cause = { actor: caller.login, traceId: traceIdOf(request.headers.traceparent) ?? newTraceId() };
  const body = requestBody(request.raw, header(request, 'content-encoding'), ports.settings.maxPushBytes + HEAD_ROOM_BYTES);
  const push = await readPushRequest(body);
  // A large push is announced by an empty one, which only asks for the credential.
  if (push.commands.length === 0) {
    begin(request, reply, 'git-receive-pack').end();
    return;
  }
  const answer = answerTo({ request, reply, push });
  if (push.fault !== null) return answer.refuse(failPush(push, `Nothing was taken: ${push.fault}.`));
  // Before the repository and the row: who is refused here has changed nothing.
  let release: () => void;
  try {
    release = await takePlace(ports.slots, { caller, request, reply }, ports.edgeProof);
  } catch (error) {
    if (!isNoPlace(error)) throw error;
    return answer.refuse(failPush(push, `Nothing was taken: ${error.message}`));
  }
  try {
    await carryPush(ports, { push, target, caller, cause, gitProtocol: header(request, 'git-protocol'), answer });
  } finally {
    release();
  }
}

/** git reads no answer before it has sent the whole request. */
function answerTo({ request, reply, push }: { request: FastifyRequest; reply: FastifyReply; push: PushRequest }): PushAnswer {
  return {
    begin: () => begin(request, reply, 'git-receive-pack'),
    refuse: async (bytes) => {
      for await (const _chunk of push.rest) continue;
      begin(request, reply, 'git-receive-pack').end(bytes);
    },
  };
}

/** What a fetch asks, read within bounds: so many at once in all, and of one caller half of them, since each is held in memory. */
async function readWhole(ports: GitHttpPorts, from: Asking): Promise<Readable> {
  const release = await takePlace(ports.readers, from, ports.edgeProof);
  try {
    const { raw } = from.request;
    return await readFetchRequest(requestBody(raw, header(from.request, 'content-encoding'), FETCH_REQUEST_BYTES));
  } finally {
    release();
  }
}

/** Whether all places were taken. Of another status than 200 git shows no words but to its first question, which is a GET. */
function isNoPlace(error: unknown): error is MosaicError {
  return error instanceof MosaicError && error.cause instanceof RetryAfter;
}

function requireContentType(request: FastifyRequest, service: GitService): void {
  if (request.headers['content-type'] !== `application/x-${service}-request`)
    throw new MosaicError('invalid_input', `The content type must be application/x-${service}-request.`);
}

/** Takes the answer over from the framework: git's bytes go out as they come. */
function begin(request: FastifyRequest, reply: FastifyReply, service: GitService): ServerResponse<IncomingMessage> {
  reply.hijack();
  reply.raw.writeHead(200, { ...NO_CACHE, 'content-type': `application/x-${service}-result`, 'x-request-id': request.id });
  return reply.raw;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
