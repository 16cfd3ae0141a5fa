import { constants } from 'node:fs';
import { access, mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';

import { textOfBytes } from '@mosaic/contracts/wire';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';

import { commitId } from '../history/commits.ts';
import { run, type RunOptions } from '../process/run.ts';

/** Says over the channel where the objects of the push lie, and takes the answer: `ok`, or why not. POSIX sh; the shell lets nothing pass when it fails. */
const HOOK = `#!/bin/sh
printf '%s\\n' "\${GIT_QUARANTINE_PATH-}" >&3 || exit 1
IFS= read -r answer <&3 || exit 1
[ "$answer" = ok ] && exit 0
printf '%s\\n' "$answer" >&2
exit 1
`;
/** Paths that are looked at; a push that changes more is judged by the first ones and is to be refused where all of them count. */
const PATHS_BYTES = 64 * 1024 * 1024;
const ANSWER_MAX = 500;

/** What a push brings, before any ref has moved: its objects are read in git's quarantine, through to the repository's own. */
export interface IncomingObjects {
  /** Whether `descendant` has `ancestor` in its history. */
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Paths that differ between two commits, as `textOfBytes` writes them. @throws MosaicError `too_large`. */
  pathsBetween(from: string, to: string): Promise<string[]>;
  /** Paths that the commits touch which no ref of the repository reaches yet. @throws MosaicError `too_large`. */
  pathsOfNew(to: string): Promise<string[]>;
}

/** Judges a push as a whole. Null lets it pass; a text is shown to who pushes, and nothing is taken. */
export type CheckPush = (incoming: IncomingObjects) => Promise<string | null>;

/**
 * Writes the hook into a folder of its own, for `core.hooksPath`. git leaves a hook aside that it may not execute, so it is looked
 * at before each use. @throws MosaicError `unavailable`.
 */
export async function prepareCheck(folder: string): Promise<void> {
  const path = join(folder, 'pre-receive');
  const usable = () => access(path, constants.X_OK).then(...yesOrNo);
  if (!(await usable())) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}-${Date.now()}`;
    await writeFile(draft, HOOK, { mode: 0o700 });
    await rename(draft, path);
  }
  if (!(await usable())) throw new MosaicError('unavailable', `Programs may not run in ${folder}; pushes to protected branches need that.`);
}

const yesOrNo = [() => true, () => false] as const;

/** Answers the hook, once. What goes wrong refuses the push. */
export async function answerCheck(channel: Duplex, gitDir: string, check: CheckPush): Promise<void> {
  const asked = await firstLine(channel);
  if (asked === null) return;
  let answer: string;
  try {
    answer = (await check(await incomingAt(gitDir, asked))) ?? 'ok';
  } catch (error) {
    answer = isMosaicError(error, 'too_large') ? error.message : 'The push could not be checked; try again.';
  }
  channel.end(`${answer.replaceAll(/\s+/g, ' ').slice(0, ANSWER_MAX)}\n`);
}

/** Null when git ended without asking. The stream stays open for the answer. */
function firstLine(channel: Duplex): Promise<string | null> {
  // git may end before it asks, or while it is answered.
  channel.on('error', () => {});
  return new Promise((resolve) => {
    let text = '';
    channel.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
    });
    channel.once('close', () => resolve(null));
  });
}

async function incomingAt(gitDir: string, quarantine: string): Promise<IncomingObjects> {
  const objects = join(gitDir, 'objects');
  // A push that deletes alone brings none.
  const folder = quarantine === '' ? objects : await realpath(quarantine);
  if (folder !== objects && dirname(folder) !== (await realpath(objects)))
    throw new MosaicError('internal', 'git named a strange quarantine.');
  const env = { GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
  const ask = (args: readonly string[], options: RunOptions = {}) => run(args, { gitDir, env, ...options });
  const paths = async (args: readonly string[]) => {
    const { stdout } = await ask(args, { maxOutputBytes: PATHS_BYTES });
    return [...new Set(textOfBytes(stdout).split('\0').filter(Boolean))];
  };
  return {
    isAncestor: async (ancestor, descendant) =>
      (await ask(['merge-base', '--is-ancestor', commitId(ancestor), commitId(descendant)], { okExitCodes: [0, 1] })).exitCode === 0,
    pathsBetween: (from, to) => paths(['diff-tree', '-r', '-z', '--name-only', '--no-renames', commitId(from), commitId(to)]),
    pathsOfNew: (to) =>
      paths(['log', '-z', '--format=', '--name-only', '--no-renames', '--diff-merges=first-parent', commitId(to), '--not', '--all']),
  };
}
