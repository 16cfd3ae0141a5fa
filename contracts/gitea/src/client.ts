import { z } from 'zod';

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
import { issueCalls, type IssueCalls } from './client-issues.ts';
import { Repository, SearchResult, User, Version } from './schemas.ts';

/** Members of a new repository that we set; Gitea takes more. */
export interface NewRepository {
  name: string;
  description?: string;
  private?: boolean;
  default_branch?: string;
  /** Makes a first commit with a README. */
  auto_init?: boolean;
}

export type CollaboratorPermission = 'read' | 'write' | 'admin';

/**
 * Gitea's REST API as far as the platform needs it; our forge and the real product answer alike. Owners and names are
 * plain, the client encodes them. "OrNull" answers null for 404; every other misfit is a `WireError`.
 */
export interface GiteaClient extends ContentCalls, IssueCalls, OperationCalls {
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
  /** All of them, however many pages they are. */
  listCollaborators(owner: string, name: string, options?: CallOptions): Promise<User[]>;
  addCollaborator(owner: string, name: string, login: string, permission: CollaboratorPermission, options?: CallOptions): Promise<void>;
  removeCollaborator(owner: string, name: string, login: string, options?: CallOptions): Promise<void>;
  /** What one login may do: none, read, write, admin or owner; null when the repository is not to be seen. */
  collaboratorPermission(owner: string, name: string, login: string, options?: CallOptions): Promise<string | null>;
}

export function createGiteaClient(send: Send): GiteaClient {
  const calls = createCalls(send);
  return { ...contentCalls(calls), ...issueCalls(calls), ...operationCalls(send), ...repositoryCalls(calls), ...collaboratorCalls(calls) };
}

const PermissionAnswer = z.looseObject({ permission: z.string(), user: User.nullish() });

function repositoryCalls(
  calls: Calls,
): Omit<
  GiteaClient,
  | keyof ContentCalls
  | keyof IssueCalls
  | keyof OperationCalls
  | 'listCollaborators'
  | 'addCollaborator'
  | 'removeCollaborator'
  | 'collaboratorPermission'
> {
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
  };
}

function collaboratorCalls(
  calls: Calls,
): Pick<GiteaClient, 'listCollaborators' | 'addCollaborator' | 'removeCollaborator' | 'collaboratorPermission'> {
  const path = (owner: string, name: string, login: string) => `${repositoryPath(owner, name)}/collaborators/${encodeByteText(login)}`;
  return {
    listCollaborators: async (owner, name, options) => {
      const all: User[] = [];
      for (let page = 1; ; page += 1) {
        const path = `${repositoryPath(owner, name)}/collaborators${query({ page, limit: 50 })}`;
        const { items, total } = await calls.page(User, { method: 'GET', path }, options);
        all.push(...items);
        if (items.length === 0 || all.length >= total) return all;
      }
    },
    addCollaborator: (owner, name, login, permission, options) =>
      calls.none({ method: 'PUT', path: path(owner, name, login), body: { permission } }, options),
    removeCollaborator: (owner, name, login, options) => calls.none({ method: 'DELETE', path: path(owner, name, login) }, options),
    collaboratorPermission: async (owner, name, login, options) => {
      const answer = await calls.oneOrNull(PermissionAnswer, { method: 'GET', path: `${path(owner, name, login)}/permission` }, options);
      return answer?.permission ?? null;
    },
  };
}
