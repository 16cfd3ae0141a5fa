import type { MergeStyle } from '@mosaic/contracts/gitea';

import type { Repository } from '../repositories/repository.ts';
import type { PullIssue } from './pull-events.ts';

/** The message of a merge: Gitea's first line where none is given, and the text behind it, or what stands in its place. */
export function mergeMessage(
  repository: Repository,
  { number, title, pull }: PullIssue,
  { style, title: given, text }: { style: MergeStyle; title: string; text: string },
  coAuthors: readonly string[],
): string {
  const { head } = pull;
  const from = head.repositoryId === repository.id ? head.branch : `${head.repository || '<deleted>'}:${head.branch}`;
  const usual = style === 'squash' ? `${title} (#${number})` : `Merge pull request '${title}' (#${number}) from ${from} into ${pull.base}`;
  return [given.trim() || usual, text.trim() || coAuthors.join('\n')].filter(Boolean).join('\n\n');
}
