import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../context.ts';
import { presentRepository } from '../../../present/repository.ts';
import type { Repository } from '../../../repositories/repository.ts';
import type { Level } from '../../../repositories/repository-policy.ts';

interface Asked {
  caller: Caller;
  repository: Repository;
  level: Level;
}

/** One repository with what is counted of it; lists do without, as each count reads the repository. */
export async function presentCounted(context: ForgeContext, { caller, repository, level }: Asked) {
  const { links, issues, contents, repositories, releases } = context;
  const [open, branches, forks, published, parent, transfer] = await Promise.all([
    issues.reader.countOpen(repository.id),
    contents.reader.countBranches(repository),
    repositories.reader.list({ caller, forkOf: repository.id, offset: 0, limit: 0 }),
    repository.hasReleases ? releases.reader.count(repository.id) : 0,
    parentOf(context, caller, repository),
    // It is between those who give and those who get; others who read it are told of nothing.
    caller.kind === 'anonymous' ? null : repositories.transfers.reader.of(repository.id),
  ]);
  const empty = branches === 0 && (await contents.reader.isEmpty(repository));
  const counts = { openIssues: open.issues, openPulls: open.pulls, forks: forks.total, branches, releases: published };
  return presentRepository(links, { ...repository, empty }, level, {
    counts,
    parent,
    transfer: level === 'admin' || transfer?.recipient.uid === caller.uid ? transfer : null,
  });
}

/** What it was forked from, as far as the asker may see that. */
export async function parentOf({ repositories }: Pick<ForgeContext, 'repositories'>, caller: Caller, { forkOf }: Repository) {
  return forkOf === null ? null : repositories.reader.byId(caller, forkOf);
}

/** A page of them with the parents of forks, as far as the asker may see those. */
export async function presentListed(
  { links, repositories }: Pick<ForgeContext, 'links' | 'repositories'>,
  caller: Caller,
  listed: readonly { repository: Repository; level: Level }[],
) {
  const ids = listed.flatMap(({ repository }) => (repository.forkOf === null ? [] : [repository.forkOf]));
  const parents = new Map((await repositories.reader.these(caller, [...new Set(ids)])).map((one) => [one.repository.id, one]));
  return listed.map(({ repository, level }) =>
    presentRepository(links, repository, level, { parent: parents.get(repository.forkOf ?? 0) ?? null }),
  );
}
