import { MosaicError } from '@mosaic/platform/errors';

import { run } from './run.ts';

/** `cat-file -z`, `merge-tree --write-tree` and safe.directory from the environment came with 2.38. */
export const MINIMUM_GIT_VERSION = '2.38';

/** Reads "git version 2.39.5 (Apple Git-154)"; null when it is something else. */
export function parseGitVersion(text: string): { major: number; minor: number; version: string } | null {
  const match = /^git version ((\d+)\.(\d+)\S*)/.exec(text);
  if (match === null) return null;
  return { version: match[1] ?? '', major: Number(match[2]), minor: Number(match[3]) };
}

/**
 * The version of the installed git, e.g. "2.39.5".
 * @throws MosaicError `unavailable` when git is missing, `unsupported` when it is older than {@link MINIMUM_GIT_VERSION}.
 */
export async function checkGitVersion(): Promise<string> {
  const { stdout } = await run(['version'], { timeoutMs: 10_000 });
  const found = parseGitVersion(stdout.toString('utf8'));
  const said = found?.version ?? stdout.toString('utf8').trim().slice(0, 100);
  if (found === null || found.major < 2 || (found.major === 2 && found.minor < 38)) {
    throw new MosaicError(
      'unsupported',
      `git ${MINIMUM_GIT_VERSION} or later is needed, but this machine has ${said}; install a newer git.`,
    );
  }
  return found.version;
}
