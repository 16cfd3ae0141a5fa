import { readFileAt, splitRefName, type Repository as GitRepository } from '@mosaic/engines/git';

import { siteUrl } from '@mosaic/contracts/mosaic';
import { PROJECT_FILE, PROJECT_FILE_MAX_BYTES, readProjectFile } from '@mosaic/contracts/project-file';
import { isMosaicError } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';

import type { People } from '../identity/people.ts';
import type { MovedRef, OpenPush } from '../pushes/push.ts';

/** Nobody reads more addresses than those of so many branches, and a push of thousands waits for them. */
const BRANCHES_READ = 10;

/** Push options that are named to whoever sent them; more of them are counted. */
const OPTIONS_NAMED = 3;

/** We know no push option; who sends one, or has `push.pushOption` set, must not take it for heard. */
export function optionLines(options: readonly string[]): string[] {
  if (options.length === 0) return [];
  const named = options.slice(0, OPTIONS_NAMED).map((option) => `"${option.length > 60 ? `${option.slice(0, 60)}...` : option}"`);
  const more = options.length > OPTIONS_NAMED ? ` and ${options.length - OPTIONS_NAMED} more` : '';
  return ['', `No push option is known here: ${named.join(', ')}${more} did nothing.`];
}

export interface RemoteContext {
  push: OpenPush;
  moved: readonly MovedRef[];
  publicUrl: string;
  people: Pick<People, 'agentRoles'>;
  log: Log;
}

/** What git prints behind `remote:` after a push: the journey, and where the site will be. The push is settled: nothing here may fail it. */
export async function remoteLines(git: GitRepository, { push, moved, publicUrl, people, log }: RemoteContext): Promise<string[]> {
  if (moved.length === 0) return [];
  const lines = ['', `Journey: ${publicUrl}/-/journeys/${push.traceId}`];
  const branches = moved
    .map(({ ref, after }) => ({ ...splitRefName(ref), sha: after }))
    .filter(({ kind, sha }) => kind === 'branch' && !/^0+$/.test(sha));
  try {
    for (const { name, sha } of branches.slice(0, BRANCHES_READ))
      lines.push(...(await siteLines(git, { push, name, sha, publicUrl, people })));
  } catch (error) {
    log.error({ err: error, pushId: push.id }, 'what git prints after a push is not complete');
  }
  return [...lines, ''];
}

interface PushedBranch {
  push: OpenPush;
  name: string;
  sha: string;
  publicUrl: string;
  people: Pick<People, 'agentRoles'>;
}

async function siteLines(git: GitRepository, { push, name, sha, publicUrl, people }: PushedBranch): Promise<string[]> {
  const text = await projectFileAt(git, sha);
  if (text === null) return [];
  // Without accounts the file is judged without the roles.
  const agentRoles = await people.agentRoles().catch(() => null);
  const read = typeof text === 'string' ? readProjectFile(text, { agentRoles }) : text;
  if (!read.ok) return [`On ${name}: ${read.fault}`];
  const project = read.file.project ?? push.repository.name.toLowerCase();
  const matching = read.file.deploy.filter(
    ({ when, target, name: environment }) =>
      target === 'site' &&
      (when.branch === undefined || when.branch.includes(name)) &&
      (when.event === undefined || when.event.includes('push')) &&
      // Production goes out from the default branch only.
      (environment !== 'production' || name === push.repository.defaultBranch),
  );
  return [...new Set(matching.map((entry) => `Site:    ${siteUrl(publicUrl, project, entry.name)}`))];
}

/** The project file of a commit; in words why it cannot be read; null when there is none. */
async function projectFileAt(git: GitRepository, sha: string): Promise<string | { ok: false; fault: string } | null> {
  try {
    return (await readFileAt(git, sha, PROJECT_FILE, PROJECT_FILE_MAX_BYTES))?.data.toString('utf8') ?? null;
  } catch (error) {
    if (isMosaicError(error)) return { ok: false, fault: error.message };
    throw error;
  }
}
