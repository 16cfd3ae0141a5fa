import type { Contributor } from '../contents/content-writer.ts';
import type { ContentReader } from '../contents/content-reader.ts';
import type { ContentWriter } from '../contents/content-writer.ts';
import type { People } from '../identity/people.ts';
import type { IssueReader } from '../issues/issue-reader.ts';
import type { Links } from '../present/links.ts';
import { reaches } from '../repositories/repository-policy.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { Repository } from '../repositories/repository.ts';
import type { SquashAuthor } from './co-authors.ts';
import type { PullIssue } from './pull-events.ts';

/** Who wrote something, as a commit names them. */
export async function authorOf(
  { people, links }: { people: People; links: Links },
  { author }: Pick<PullIssue, 'author'>,
): Promise<SquashAuthor> {
  const person = await people.find(author.login);
  const knownAs = [author.login, person?.email ?? ''].filter(Boolean).map((one) => one.toLowerCase());
  return { name: person?.name || author.login, email: links.noreply(author.login), knownAs };
}

interface Sources {
  repositories: { reader: RepositoryReader };
  contents: { reader: ContentReader; writer: ContentWriter };
  issues: { reader: IssueReader };
}

/**
 * The merge holds, whatever becomes of the branch: it may be the default one, or have moved on, or not be the asker's to delete. One that
 * other open pull requests come from or go into stays, since they would be closed with it.
 */
export async function deleteHead(
  { repositories, contents, issues }: Sources,
  repository: Repository,
  { pull }: PullIssue,
  by: Contributor,
): Promise<void> {
  const { branch, repositoryId } = pull.head;
  const head = repositoryId === null ? null : await repositories.reader.byId(by.caller, repositoryId);
  if (head === null || !reaches(head.level, 'write') || head.repository.archived) return;
  const tip = (await contents.reader.tips(head.repository, [branch])).get(branch);
  const isBase = head.repository.id === repository.id && branch === pull.base;
  if (branch === head.repository.defaultBranch || isBase || tip !== pull.headId) return;
  if (await issues.reader.isBranchInUse({ repositoryId: head.repository.id, branch })) return;
  await contents.writer.deleteBranch(head.repository, branch, by).catch(() => undefined);
}
