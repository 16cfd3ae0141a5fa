import type { Issue } from '../issues/issue.ts';
import { about, type Repository } from '../repositories/repository.ts';
import type { Pull } from './pull.ts';

/** An issue that is a pull request. */
export type PullIssue = Issue & { pull: Pull };

/** What an event about a pull request is emitted with, see {@link about}. */
export function aboutPull<const D extends object>(
  repository: Repository,
  { number, title, pull }: { number: number; title: string; pull: Pick<Pull, 'base' | 'head' | 'headId'> },
  own: D,
) {
  const { base, head, headId } = pull;
  return about(repository, { number, title, base, head: head.branch, headRepository: head.repository, headId, ...own });
}
