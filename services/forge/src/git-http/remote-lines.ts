import { readFileAt, splitRefName, type Repository as GitRepository } from '@mosaic/engines/git';
import { parse } from 'yaml';

import { ProjectFile, siteUrl } from '@mosaic/contracts/mosaic';
import { isMosaicError, parseInput } from '@mosaic/platform/errors';

import type { OpenPush } from '../pushes/push.ts';
import type { MovedRef } from '../pushes/push-ledger.ts';

/** A project file larger than this is not meant to be read. */
const PROJECT_FILE_MAX_BYTES = 64 * 1024;

/** What git prints behind `remote:` after a push: the journey, and where the site will be. */
export async function remoteLines(
  git: GitRepository,
  { push, moved, publicUrl }: { push: OpenPush; moved: readonly MovedRef[]; publicUrl: string },
): Promise<string[]> {
  if (moved.length === 0) return [];
  const lines = ['', `Journey: ${publicUrl}/-/journeys/${push.traceId}`];
  for (const ref of moved) {
    const { kind, name } = splitRefName(ref.ref);
    if (kind === 'branch' && !/^0+$/.test(ref.after)) lines.push(...(await siteLines(git, { push, name, sha: ref.after, publicUrl })));
  }
  return [...lines, ''];
}

interface PushedBranch {
  push: OpenPush;
  name: string;
  sha: string;
  publicUrl: string;
}

async function siteLines(git: GitRepository, { push, name, sha, publicUrl }: PushedBranch): Promise<string[]> {
  const read = await readProjectFile(git, sha);
  if (read === null) return [];
  if (typeof read === 'string') return [`.mosaic.yaml on ${name}: ${read}`];
  const project = read.project ?? push.repository.name.toLowerCase();
  const matching = read.deploy.filter(
    ({ when, target, name: environment }) =>
      target === 'site' &&
      (when.branch === undefined || when.branch.includes(name)) &&
      (when.event === undefined || when.event.includes('push')) &&
      // Production goes out from the default branch only (design.md 4).
      (environment !== 'production' || name === push.repository.defaultBranch),
  );
  return [...new Set(matching.map((entry) => `Site:    ${siteUrl(publicUrl, project, entry.name)}`))];
}

/** The project file of a commit; its fault in words when it has one; null when there is none. */
async function readProjectFile(git: GitRepository, sha: string): Promise<ProjectFile | string | null> {
  try {
    const file = await readFileAt(git, sha, '.mosaic.yaml', PROJECT_FILE_MAX_BYTES);
    if (file === null) return null;
    return parseInput(ProjectFile, parse(file.data.toString('utf8')) ?? {}, 'The file');
  } catch (error) {
    if (isMosaicError(error) || (error instanceof Error && error.name.startsWith('YAML'))) return error.message.split('\n')[0] ?? '';
    throw error;
  }
}
