import { expectOkOrMissing, requestOf, type Given, type OperationCalls, type Send } from '@mosaic/contracts/wire';

import { finish, giteaCalls, type CallOptions } from './calls.ts';
import { repoGetSingleCommit } from './operations/commits.ts';
import { repoGetRawFile } from './operations/contents.ts';
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
export interface GiteaClient extends OperationCalls<CallOptions> {
  /** Null when there is none, or the asker may not know that there is. */
  getRepository(owner: string, name: string, options?: CallOptions): Promise<Repository | null>;
  /** The text of a file, or null when there is no such file, ref or repository. */
  fileText(given: Given<typeof repoGetRawFile>, options?: CallOptions): Promise<string | null>;
  /** The change of one commit as `git diff` text, of binary files only that they differ, or null when there is no such commit. */
  commitDiff(owner: string, name: string, sha: string, options?: CallOptions): Promise<string | null>;
  /** The same as it was sent: names of files are bytes. */
  commitDiffBytes(owner: string, name: string, sha: string, options?: CallOptions): Promise<Uint8Array | null>;
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
  const diff = (owner: string, repo: string, sha: string, options?: CallOptions) => {
    const request = requestOf(repoGetSingleCommit, { owner, repo, sha: `${sha}.diff`, query: { binary: 'false' } });
    return expectOkOrMissing(send, finish({ ...request, headers: { accept: 'text/plain' } }, options));
  };
  return {
    ...calls,
    getRepository: (owner, repo, options) => calls.callOrNull(repoGet, { owner, repo }, options),
    async fileText(given, options) {
      const bytes = await calls.callOrNull(repoGetRawFile, given, options);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    commitDiff: async (...asked) => (await diff(...asked))?.text() ?? null,
    commitDiffBytes: async (...asked) => (await diff(...asked))?.bytes() ?? null,
    createRepository: (body, options) => calls.call(createCurrentUserRepo, { body }, options),
    createIssue: (owner, repo, { labels, ...issue }, options) =>
      calls.call(issueCreateIssue, { owner, repo, body: { ...issue, ...(labels === undefined ? {} : { labels: [...labels] }) } }, options),
  };
}
