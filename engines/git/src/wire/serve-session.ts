import type { Readable, Writable } from 'node:stream';

import type { GitExit } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import { acceptedGitProtocol } from './advertise-v2.ts';
import { feed, writeTo } from './move-bytes.ts';
import { lastWords, type RepositoryFolder, type WireOptions } from './smart-http.ts';

export interface SessionOptions extends WireOptions {
  command: 'upload-pack' | 'upload-archive';
  body: Readable;
  /** Left open. */
  out: Writable;
}

/** Serves one command of git on one connection, both ways at once; a client that leaves ends git. */
export async function serveSession(
  repository: RepositoryFolder,
  { command, body, out, gitProtocol, signal, timeoutMs }: SessionOptions,
): Promise<GitExit> {
  const protocol = acceptedGitProtocol(gitProtocol);
  const strict = command === 'upload-pack' ? ['--strict'] : [];
  const env: Record<string, string> = protocol === undefined ? {} : { GIT_PROTOCOL: protocol };
  const child = stream([command, ...strict, repository.gitDir], { env, signal, timeoutMs });
  const onClose = (): void => child.kill();
  out.once('close', onClose);
  // It ends with the connection; git may be done long before.
  void feed(body, child.stdin);
  let silent = true;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    silent = false;
    if (!(await writeTo(out, chunk))) child.kill();
  }
  const exit = await child.done;
  if (silent && exit.exitCode !== 0) await writeTo(out, lastWords(exit));
  out.off('close', onClose);
  return exit;
}
