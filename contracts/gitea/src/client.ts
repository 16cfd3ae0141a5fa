import { encodeByteText, query, type Send } from '@mosaic/contracts/wire';

import {
  createCalls,
  operationCalls,
  repositoryPath,
  type CallOptions,
  type Calls,
  type OperationCalls,
  type Page,
  type Paging,
} from './calls.ts';
import { contentCalls, type ContentCalls } from './client-contents.ts';
import { Issue, Repository, SearchResult, User, Version } from './schemas.ts';

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
export interface GiteaClient extends ContentCalls, OperationCalls {
  version(options?: CallOptions): Promise<string>;
  /** Who the token (or `sudo`) is. */
  currentUser(options?: CallOptions): Promise<User>;
  userOrNull(login: string, options?: CallOptions): Promise<User | null>;
  /** Null when there is none, or the asker may not know that there is. */
  getRepository(owner: string, name: string, options?: CallOptions): Promise<Repository | null>;
  getRepositoryById(id: number, options?: CallOptions): Promise<Repository | null>;
  /** Own repositories and those one collaborates on. */
  listMyRepositories(paging?: Paging, options?: CallOptions): Promise<Page<Repository>>;
  /** One owner's, as far as the asker may see them. */
  listUserRepositories(login: string, paging?: Paging, options?: CallOptions): Promise<Page<Repository>>;
  /** All that the asker may see, filtered by a part of the name. */
  searchRepositories(search: Paging & { q?: string }, options?: CallOptions): Promise<Page<Repository>>;
  createRepository(repository: NewRepository, options?: CallOptions): Promise<Repository>;
  editRepository(
    owner: string,
    name: string,
    change: { name?: string; description?: string; private?: boolean; default_branch?: string; archived?: boolean },
    options?: CallOptions,
  ): Promise<Repository>;
  deleteRepository(owner: string, name: string, options?: CallOptions): Promise<void>;
  /** `labels` are ids, as in Gitea; names work with our forge and with Gitea ≥ 1.22. */
  createIssue(
    owner: string,
    name: string,
    issue: { title: string; body?: string; labels?: readonly (number | string)[] },
    options?: CallOptions,
  ): Promise<Issue>;
}

export function createGiteaClient(send: Send): GiteaClient {
  const calls = createCalls(send);
  return { ...contentCalls(calls), ...operationCalls(send), ...repositoryCalls(calls) };
}

function repositoryCalls(calls: Calls): Omit<GiteaClient, keyof ContentCalls | keyof OperationCalls> {
  return {
    version: async (options) => (await calls.one(Version, { method: 'GET', path: '/version' }, options)).version,
    currentUser: (options) => calls.one(User, { method: 'GET', path: '/user' }, options),
    userOrNull: (login, options) => calls.oneOrNull(User, { method: 'GET', path: `/users/${encodeByteText(login)}` }, options),
    getRepository: (owner, name, options) => calls.oneOrNull(Repository, { method: 'GET', path: repositoryPath(owner, name) }, options),
    getRepositoryById: (id, options) => calls.oneOrNull(Repository, { method: 'GET', path: `/repositories/${id}` }, options),
    listMyRepositories: (paging = {}, options) =>
      calls.page(Repository, { method: 'GET', path: `/user/repos${query({ ...paging })}` }, options),
    listUserRepositories: (login, paging = {}, options) =>
      calls.page(Repository, { method: 'GET', path: `/users/${encodeByteText(login)}/repos${query({ ...paging })}` }, options),
    searchRepositories: (search, options) =>
      calls.pageIn(SearchResult, { method: 'GET', path: `/repos/search${query({ ...search })}` }, options),
    createRepository: (body, options) => calls.one(Repository, { method: 'POST', path: '/user/repos', body }, options),
    editRepository: (owner, name, body, options) =>
      calls.one(Repository, { method: 'PATCH', path: repositoryPath(owner, name), body }, options),
    deleteRepository: (owner, name, options) => calls.none({ method: 'DELETE', path: repositoryPath(owner, name) }, options),
    createIssue: (owner, name, body, options) =>
      calls.one(Issue, { method: 'POST', path: `${repositoryPath(owner, name)}/issues`, body }, options),
  };
}
