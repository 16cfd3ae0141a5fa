import { realpath } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';

import { gitError, isDamage, isMissing, type GitExit } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import type { ObjectFormat } from '../names/object-id.ts';
import { acceptedGitProtocol, advertiseV2, speaksV2 } from './advertise-v2.ts';
import { answerCheck, prepareCheck, type CheckPush } from './check-push.ts';
import { holdReport, type Settle, type Settled } from './hold-report.ts';
import { feed, together, writeTo } from './move-bytes.ts';
import { FLUSH_PKT, encodePkt } from './pkt-line.ts';
import type { PushRequest } from './push-request.ts';

/** The services of git that fetches and pushes ask for. */
export type GitService = 'git-upload-pack' | 'git-receive-pack';

/** Where a repository lies; all that the protocol needs of it. */
export interface RepositoryFolder {
  readonly gitDir: string;
}

export interface WireOptions {
  /** The client's Git-Protocol header; a malformed one is ignored. */
  gitProtocol?: string | undefined;
  /** Ends git; for shutting down. A client that leaves is noticed by itself. */
  signal?: AbortSignal | undefined;
  /** No limit when absent. */
  timeoutMs?: number | undefined;
}

export interface AdvertiseOptions extends WireOptions {
  objectFormat?: ObjectFormat;
  /** Hears how git ended when it said nothing. */
  onFailure?: (exit: GitExit) => void;
}

/**
 * The body of GET info/refs. Fetches by protocol v2 are answered from memory; the rest streams out of git.
 * When git fails before it has said anything, the client is told so; the stream fails when git fails later.
 */
export function infoRefs(repository: RepositoryFolder, service: GitService, options: AdvertiseOptions = {}): Readable {
  if (service === 'git-upload-pack' && speaksV2(options.gitProtocol)) return Readable.from([advertiseV2(options.objectFormat ?? 'sha1')]);
  return Readable.from(withService(repository, service, options), { objectMode: false });
}

async function* withService(repository: RepositoryFolder, service: GitService, options: AdvertiseOptions): AsyncGenerator<Buffer> {
  // Written before git says anything: it is the same whatever the refs are.
  yield Buffer.concat([encodePkt(`# service=${service}\n`), FLUSH_PKT]);
  yield* advertiseRefs(repository, service, options);
}

/** The refs and abilities as git itself advertises them, without what HTTP puts before; it fails and speaks as {@link infoRefs} does. */
export async function* advertiseRefs(
  repository: RepositoryFolder,
  service: GitService,
  options: AdvertiseOptions = {},
): AsyncGenerator<Buffer> {
  const command = service.slice('git-'.length);
  const child = stream([command, '--stateless-rpc', '--http-backend-info-refs', repository.gitDir], spawnOptions(options));
  child.stdin.end();
  try {
    let silent = true;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      silent = false;
      yield chunk;
    }
    const exit = await child.done;
    if (exit.exitCode === 0) return;
    if (!silent) throw gitError(command, exit);
    options.onFailure?.(exit);
    yield lastWords(exit);
  } finally {
    child.kill();
  }
}

/** How a fetch ended. git tells the client itself about what it refuses, so a failed exit needs no answer of ours. */
export interface FetchOutcome {
  exit: GitExit;
  /** The client left before the end. */
  clientLeft: boolean;
}

/** Serves POST git-upload-pack: streams both ways and ends `out`. A client that leaves ends git. */
export async function uploadPack(
  repository: RepositoryFolder,
  body: Readable,
  out: Writable,
  options: WireOptions = {},
): Promise<FetchOutcome> {
  const child = stream(['upload-pack', '--strict', '--stateless-rpc', repository.gitDir], spawnOptions(options));
  const onClose = (): void => child.kill();
  out.once('close', onClose);
  out.on('error', onClose);
  const fed = feed(body, child.stdin);
  let clientLeft = false;
  const answer = together(child.stdout as AsyncIterable<Buffer>);
  let piece = await answer.next();
  const silent = piece.value.length === 0;
  for (; piece.done !== true; piece = await answer.next()) {
    clientLeft = !(await writeTo(out, piece.value));
    if (clientLeft) child.kill();
  }
  const exit = await child.done;
  await fed;
  out.off('close', onClose);
  out.end(silent && exit.exitCode !== 0 ? lastWords(exit) : piece.value);
  return { exit, clientLeft };
}

/** The complete answer to a fetch that gets nothing; git shows the words behind "fatal: remote error:" (gitprotocol-pack(5), "error-line"). */
export function failFetch(words: string): Buffer {
  return encodePkt(`ERR ${words}`);
}

/** For a client that was told nothing. */
export function lastWords({ stderr }: GitExit): Buffer {
  const why = isDamage(stderr) || isMissing(stderr) ? 'it is damaged or its folder is gone' : 'git gave up';
  return failFetch(`The server cannot read this repository: ${why}. Whoever runs the server finds the reason in its log.`);
}

export interface ReceivePackOptions extends WireOptions {
  /**
   * Called exactly once when git has ended or reported, whatever became of the client; the client's report waits for it.
   * Not called for a request without commands (git probes with one before a large push).
   */
  settle: Settle;
  /** Written into the reflog; with an e-mail that names the push, the reflog tells later whose update it was. */
  reflogIdentity?: { name: string; email: string } | undefined;
  /** Limit of the pack (receive.maxInputSize); git explains it to the client. */
  maxPackBytes?: number | undefined;
  /** Asked when the objects have arrived and no ref has moved; `hooks` is a folder for that alone, made when it is missing. */
  check?: { hooks: string; ask: CheckPush } | undefined;
}

export interface PushOutcome {
  exit: GitExit;
  /** Why the request could not be read to its end, or null. */
  bodyError: unknown;
}

/**
 * Serves POST git-receive-pack for a push that {@link readPushRequest} has read: streams both ways, holds the report until
 * `settle` has resolved, ends `out`. A client that leaves does not stop a push whose pack has arrived.
 * @throws what `settle` throws. `out` is then left open: the caller answers with an error when nothing was sent yet (curl sends
 * a request again when a reused connection dies in silence), and destroys it otherwise.
 */
export async function receivePack(
  repository: RepositoryFolder,
  push: PushRequest,
  out: Writable,
  options: ReceivePackOptions,
): Promise<PushOutcome> {
  // As git's own words name it. Where it is gone, git says so itself.
  const gitDir = await realpath(repository.gitDir).catch(() => repository.gitDir);
  const { check } = options;
  if (check !== undefined)
    await prepareCheck(check.hooks).catch(async (error: unknown) => {
      await options.settle(null);
      throw error;
    });
  const child = stream(['receive-pack', '--stateless-rpc', repository.gitDir], {
    ...spawnOptions(options),
    ...(options.reflogIdentity === undefined ? {} : { env: { ...protocolOf(options), ...identityOf(options.reflogIdentity) } }),
    config: {
      ...(check === undefined ? {} : { 'core.hooksPath': check.hooks }),
      ...(options.maxPackBytes === undefined ? {} : { 'receive.maxInputSize': String(options.maxPackBytes) }),
    },
    channel: check !== undefined,
  });
  if (check !== undefined && child.channel !== null) void answerCheck(child.channel, gitDir, check.ask);
  const ignoreClient = (): void => {};
  out.on('error', ignoreClient);
  let settled: Promise<Settled> | null = null;
  const settleOnce: Settle = (report) => (settled ??= push.commands.length === 0 ? Promise.resolve({}) : options.settle(report));
  const fed = feed(push.rest, child.stdin);
  try {
    const how = { sideBand: push.capabilities.includes('side-band-64k'), gitDir };
    const answer = holdReport(child.stdout as AsyncIterable<Buffer>, how, settleOnce);
    for await (const bytes of answer) await writeTo(out, bytes);
    const exit = await child.done;
    const bodyError = await fed;
    out.end();
    return { exit, bodyError };
  } catch (error) {
    child.kill();
    await child.done.catch(() => undefined);
    await settleOnce(null);
    throw error;
  }
}

function spawnOptions(options: WireOptions) {
  return { env: protocolOf(options), signal: options.signal, timeoutMs: options.timeoutMs };
}

function protocolOf(options: WireOptions): Record<string, string> {
  const value = acceptedGitProtocol(options.gitProtocol);
  return value === undefined ? {} : { GIT_PROTOCOL: value };
}

function identityOf({ name, email }: { name: string; email: string }): Record<string, string> {
  return { GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
