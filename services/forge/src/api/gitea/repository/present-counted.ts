import type { ForgeContext } from '../../../context.ts';
import { presentRepository } from '../../../present/repository.ts';
import type { Repository } from '../../../repositories/repository.ts';
import type { Level } from '../../../repositories/repository-policy.ts';

/** One repository with what is counted of it; lists do without, as each count reads the repository. */
export async function presentCounted({ links, issues, contents }: ForgeContext, repository: Repository, level: Level) {
  const [open, branches] = await Promise.all([issues.reader.countOpen(repository.id), contents.reader.countBranches(repository)]);
  const empty = branches === 0 && (await contents.reader.isEmpty(repository));
  return presentRepository(links, { ...repository, empty }, level, { openIssues: open.issues, openPulls: open.pulls, branches });
}
