import type { OperationCalls, Send } from '@mosaic/contracts/wire';

import { createCalls, giteaCalls, type CallOptions } from './calls.ts';
import { contentCalls, type ContentCalls } from './client-contents.ts';
import { issueCreateIssue } from './operations/issues.ts';
import { createCurrentUserRepo, repoGet } from './operations/repositories.ts';
import type { Issue, Repository } from './schemas.ts';

/** Members of a new repository that we set; Gitea takes more. */
export interface NewRepository {
  name: string;
  description?: string;
  private?: boolean;
  default_branch?: string;
  /** Makes a first commit with a README. */
  auto_init?: boolean;
}

/**
 * Gitea's REST API as far as the platform needs it; our forge and the real product answer alike. Owners and names are
 * plain, the client encodes them. "OrNull" answers null for 404; every other misfit is a `WireError`.
 */
export interface GiteaClient extends ContentCalls, OperationCalls<CallOptions> {
  /** Null when there is none, or the asker may not know that there is. */
  getRepository(owner: string, name: string, options?: CallOptions): Promise<Repository | null>;
  createRepository(repository: NewRepository, options?: CallOptions): Promise<Repository>;
  /** `labels` are ids, as in Gitea; names work with our forge and with Gitea ≥ 1.22. */
  createIssue(
    owner: string,
    name: string,
    issue: { title: string; body?: string; labels?: readonly (number | string)[] },
    options?: CallOptions,
  ): Promise<Issue>;
}

export function createGiteaClient(send: Send): GiteaClient {
  const calls = giteaCalls(send);
  return {
    ...calls,
    ...contentCalls(createCalls(send)),
    getRepository: (owner, repo, options) => calls.callOrNull(repoGet, { owner, repo }, options),
    createRepository: (body, options) => calls.call(createCurrentUserRepo, { body }, options),
    createIssue: (owner, repo, { labels, ...issue }, options) =>
      calls.call(issueCreateIssue, { owner, repo, body: { ...issue, ...(labels === undefined ? {} : { labels: [...labels] }) } }, options),
  };
}
