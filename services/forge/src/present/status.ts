import { combinedState, type CommitStatus } from '../statuses/status.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';
import { presentRepository } from './repository.ts';
import { rfc3339 } from './time.ts';
import type { Level } from '../repositories/repository-policy.ts';
import { presentUser } from './user.ts';

/** Gitea's CommitStatus; the member `status` holds the state. */
export function presentStatus(links: Links, repository: Repository, status: CommitStatus) {
  return {
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${links.api(repository)}/statuses/${status.sha}`,
    context: status.context,
    creator: presentUser(links, status.creator),
    created_at: rfc3339(status.createdAt),
    updated_at: rfc3339(status.createdAt),
  };
}

export function presentCombined(
  links: Links,
  { repository, level }: { repository: Repository; level: Level },
  found: { sha: string; latest: readonly CommitStatus[]; shown: readonly CommitStatus[] },
) {
  return {
    state: combinedState(found.latest.map((status) => status.state)),
    sha: found.sha,
    total_count: found.latest.length,
    statuses: found.shown.map((status) => presentStatus(links, repository, status)),
    repository: presentRepository(links, repository, level),
    // Not Gitea's `/commits/{sha}`, which answers nothing there either.
    commit_url: links.object(repository, 'commit', found.sha),
    url: `${links.api(repository)}/commits/${found.sha}/status`,
  };
}
