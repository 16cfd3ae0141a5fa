import { getCommit, getTag, isAncestor, isDamaged, isZeroId, resolveCommit, type Repository as GitRepository } from '@mosaic/engines/git';

import { isMosaicError } from '@mosaic/platform/errors';

import type { Command, MovedRef } from './push.ts';

const TITLE_MAX = 500;

/** Adds what an event tells about a move: whether it was forced, and the newest commit's first line. */
export async function describeMove(git: GitRepository, command: Command): Promise<MovedRef> {
  if (isZeroId(command.after)) return { ...command, forced: false, title: '', madeAt: null };
  const head = await resolveCommit(git, command.after);
  // What moved is a fact, whatever its commit holds: one that is too large or cannot be read has no title, and what cannot be compared counts as not forced.
  const commit = head === null ? null : await getCommit(git, head).catch(ignoreUnreadable);
  return {
    ...command,
    forced: (await wasForced(git, command).catch(ignoreUnreadable)) ?? false,
    title: (commit?.message.split('\n')[0] ?? '').slice(0, TITLE_MAX),
    madeAt: command.ref.startsWith('refs/tags/') ? momentOf((await taggerOf(git, command)) ?? commit?.committer.date) : null,
  };
}

/** When an annotated tag was made. */
async function taggerOf(git: GitRepository, { after }: Command): Promise<string | undefined> {
  return (await getTag(git, after).catch(ignoreUnreadable))?.tagger?.date;
}

function momentOf(date: string | undefined): number | null {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? null : ms;
}

function ignoreUnreadable(error: unknown): null {
  if (isDamaged(error) || isMosaicError(error, 'too_large', 'not_found', 'internal', 'invalid_input')) return null;
  throw error;
}

async function wasForced(git: GitRepository, command: Command): Promise<boolean> {
  if (isZeroId(command.before) || !command.ref.startsWith('refs/heads/')) return false;
  return !(await isAncestor(git, command.before, command.after));
}
