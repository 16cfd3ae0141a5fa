import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { advertiseV2, failFetch, RequestReader, serveSession, speaksV2, uploadPack, writeTo } from '@mosaic/engines/git';
import { isMosaicError } from '@mosaic/platform/errors';
import type { Holder } from '@mosaic/platform/http';

import type { Repository } from '../../repositories/repository.ts';
import { FETCH_REQUEST_BYTES } from '../../wire/read-fetch.ts';
import type { GitSshPorts, Given } from './ports.ts';

/** A fetch by the old protocol and an archive hold a git process from beginning to end; this long at most, ms. */
const WHOLE_MS = 3_600_000;

interface Opened extends Given {
  repository: Repository;
  place: Holder;
}

/** Serves a fetch. By protocol v2 each request is read whole before anything is spent on it, so that a client that is silent holds no git. */
export async function serveFetch(ports: GitSshPorts, opened: Opened): Promise<void> {
  const { exchange, gitProtocol } = opened;
  if (!speaksV2(gitProtocol)) return serveWhole(ports, { ...opened, command: 'upload-pack' });
  const { body, out } = exchange;
  await writeTo(out, advertiseV2('sha1'));
  const requests = new RequestReader(body, FETCH_REQUEST_BYTES);
  try {
    while (await requests.begins()) {
      const request = await readRequest(ports, opened, requests);
      if (request === null) break;
      exchange.reads = false;
      await answerRequest(ports, opened, request);
      exchange.reads = true;
    }
  } catch (error) {
    if (!isMosaicError(error)) throw error;
    await writeTo(out, failFetch(error.message));
    out.exitCode = 1;
  }
  out.end();
}

async function readRequest({ readers }: GitSshPorts, { place, gone }: Opened, requests: RequestReader): Promise<Buffer | null> {
  const release = await readers.take(place, gone);
  try {
    return await requests.next();
  } finally {
    release();
  }
}

async function answerRequest(
  ports: GitSshPorts,
  { repository, place, gone, gitProtocol, exchange }: Opened,
  request: Buffer,
): Promise<void> {
  const release = await ports.slots.take(place, gone);
  try {
    const answer = new PassThrough();
    // A client that leaves ends the answer, and that ends git.
    const sent = pipeline(answer, exchange.out, { end: false }).catch(() => undefined);
    const body = Readable.from([request], { objectMode: false });
    const { exit, clientLeft } = await uploadPack(ports.repositories.folders.open(repository.id), body, answer, { gitProtocol });
    await sent;
    if (exit.exitCode !== 0 && !clientLeft)
      ports.log.info({ repository: repository.fullName, exitCode: exit.exitCode, stderr: exit.stderr }, 'a fetch ended early');
  } finally {
    release();
  }
}

/** Serves a command in one git process, both ways at once. */
export async function serveWhole(
  ports: GitSshPorts,
  { repository, place, gone, gitProtocol, exchange, command }: Opened & { command: 'upload-pack' | 'upload-archive' },
): Promise<void> {
  const { body, out } = exchange;
  exchange.reads = false;
  const release = await ports.slots.take(place, gone);
  try {
    // Nobody but git knows whose turn it is; while it works it says so, if little.
    Object.assign(exchange, { reads: true, leastBytes: 1 });
    const git = ports.repositories.folders.open(repository.id);
    const exit = await serveSession(git, { command, body, out, gitProtocol, timeoutMs: WHOLE_MS });
    out.exitCode = exit.exitCode ?? 1;
    out.end();
  } finally {
    release();
  }
}
