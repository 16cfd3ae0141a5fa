import {
  type Repository,
  type StatusState,
  createGiteaClient,
  repoCreateHook,
  repoCreateStatus,
  repoDeleteHook,
  repoEditHook,
  repoGetBranch,
  repoGetByID,
  repoGetSingleCommit,
  repoListBranches,
  repoGetPullRequestFiles,
  repoListHooks,
  userCurrentListRepos,
  repoGetContents,
} from '@mosaic/contracts/gitea';
import { WireError, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

/** A file of a pipeline's configuration. */
export interface ConfigFile {
  name: string;
  text: string;
}

export interface RepositoryName {
  owner: string;
  name: string;
}

/** What CI asks of the forge, through Gitea's contract. All of it acts as the service, but for {@link Forge.repositoriesOf}. */
export interface Forge {
  repositoryById(forgeId: number): Promise<Repository | null>;
  /** Also by an address at which it stood before. */
  repositoryAt(owner: string, name: string): Promise<Repository | null>;
  /** All repositories that the login owns or works on. */
  repositoriesOf(login: string): Promise<Repository[]>;
  addHook(repository: RepositoryName, hook: { url: string; secret: string; deliverEarlier: boolean }): Promise<number>;
  /** Ids of hooks whose address begins with the prefix. */
  findHooks(repository: RepositoryName, urlPrefix: string): Promise<number[]>;
  /** A hook as the forge has it; null when it is gone. */
  hook(repository: RepositoryName, id: number): Promise<{ url: string; isComplete: boolean } | null>;
  /** Has a hook call the address, for all that CI builds. */
  mendHook(repository: RepositoryName, id: number, url: string): Promise<void>;
  removeHook(repository: RepositoryName, id: number): Promise<void>;
  /** The pipeline files at a commit; empty when there are none. `configFile` replaces the search (a trailing "/" = folder). */
  readConfig(repository: RepositoryName, sha: string, configFile: string): Promise<ConfigFile[]>;
  branches(repository: RepositoryName, page: number, limit: number): Promise<string[]>;
  /** The commit at the head of a branch, or null. */
  branchHead(repository: RepositoryName, branch: string): Promise<{ sha: string; message: string } | null>;
  /** Message and author of a commit, or null. */
  commit(repository: RepositoryName, sha: string): Promise<{ message: string; author: string; email: string } | null>;
  /** Names of the files that a pull request changes. */
  changedFiles(repository: RepositoryName, pull: number): Promise<string[]>;
  /** Answers false when the forge will never take it (repository or commit gone). */
  postStatus(repository: RepositoryName, status: CommitStatusInput): Promise<boolean>;
}

export interface CommitStatusInput {
  sha: string;
  state: StatusState;
  context: string;
  description: string;
  targetUrl: string;
}

/** What the forge is asked to tell: `pull_request` stands for all that happens to one. */
const HOOK_EVENTS = ['push', 'create', 'pull_request'];
/** Where pipeline files are looked for, in this order (docs/reference/pipelines.md#order-of-work). */
const SEARCH = ['.woodpecker/', '.woodpecker.yaml', '.woodpecker.yml'];
/** One pipeline file at most; the whole configuration at most 100 files. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 100;

export function createForgeGateway(send: Send): Forge {
  const gitea = createGiteaClient(answering(following(send)));
  return {
    repositoryById: (forgeId) => gitea.callOrNull(repoGetByID, { id: forgeId }),
    repositoryAt: (owner, repo) => gitea.getRepository(owner, repo),
    repositoriesOf: (login) => allPages((page) => gitea.callPage(userCurrentListRepos, { query: { page, limit: PAGE } }, { sudo: login })),
    addHook: async ({ owner, name }, { url, secret, deliverEarlier }) =>
      (
        await gitea.call(repoCreateHook, {
          owner,
          repo: name,
          body: {
            config: { url, secret, content_type: 'json' },
            events: HOOK_EVENTS,
            active: true,
            deliver_earlier: deliverEarlier,
          },
        })
      ).id,
    async findHooks({ owner, name }, urlPrefix) {
      const hooks = await allPages((page) => gitea.callPage(repoListHooks, { owner, repo: name, query: { page, limit: PAGE } }));
      return hooks.filter(({ config }) => config.url.startsWith(urlPrefix)).map(({ id }) => id);
    },
    async hook({ owner, name }, id) {
      const hooks = await allPages((page) => gitea.callPage(repoListHooks, { owner, repo: name, query: { page, limit: PAGE } }));
      const found = hooks.find((hook) => hook.id === id);
      return found === undefined ? null : { url: found.config.url, isComplete: HOOK_EVENTS.every((event) => found.events.includes(event)) };
    },
    async mendHook({ owner, name }, id, url) {
      const body = { config: { url, content_type: 'json' as const }, events: HOOK_EVENTS, active: true };
      await gitea.call(repoEditHook, { owner, repo: name, id, body });
    },
    async removeHook({ owner, name }, id) {
      await gitea.callOrNull(repoDeleteHook, { owner, repo: name, id });
    },
    readConfig: (repository, sha, configFile) => readConfig(gitea, { ...repository, sha, configFile }),
    branches: async ({ owner, name }, page, limit) =>
      (await gitea.callPage(repoListBranches, { owner, repo: name, query: { page, limit } })).items.map((branch) => branch.name),
    async branchHead({ owner, name }, branch) {
      const found = await gitea.callOrNull(repoGetBranch, { owner, repo: name, branch });
      return found === null ? null : { sha: found.commit.id, message: found.commit.message };
    },
    async commit({ owner, name }, sha) {
      const found = await gitea.callOrNull(repoGetSingleCommit, { owner, repo: name, sha });
      if (found === null) return null;
      const { message, author } = found.commit;
      return { message, author: found.author?.login ?? author.name, email: author.email };
    },
    changedFiles: async ({ owner, name }, index) =>
      (await allPages((page) => gitea.callPage(repoGetPullRequestFiles, { owner, repo: name, index, query: { page, limit: PAGE } }))).map(
        ({ filename }) => filename,
      ),
    postStatus: ({ owner, name }, status) => postStatus(gitea, { owner, name, status }),
  };
}

const MOVED: readonly number[] = [301, 307, 308];

/** What was renamed or given away is asked where it stands now: we learn of that at the next push alone. Once, on the forge itself. */
function following(send: Send): Send {
  return async (request) => {
    const response = await send(request);
    const { location } = response.headers;
    if (!MOVED.includes(response.status) || location === undefined || !/^\/(?!\/)/.test(location)) return response;
    await response.discard();
    return send({ ...request, path: location });
  };
}

/** Items of a page (Gitea's MAX_RESPONSE_ITEMS), and pages of one list that are read. */
const PAGE = 50;
const MAX_PAGES = 200;

async function allPages<T>(read: (page: number) => Promise<{ items: T[] }>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { items } = await read(page);
    all.push(...items);
    if (items.length < PAGE) break;
  }
  return all;
}

/** No answer, or a fault of the forge, is `unavailable`: it may pass by itself. */
function answering(send: Send): Send {
  return async (request) => {
    const response = await send(request).catch((cause: unknown) => {
      throw new MosaicError('unavailable', 'The forge does not answer. Try again in a moment.', { cause });
    });
    if (response.status < 500) return response;
    const cause = new WireError(request, response.status, await response.text());
    throw new MosaicError('unavailable', 'The forge has a fault of its own. Try again in a moment; its log says more.', { cause });
  };
}

type Gitea = ReturnType<typeof createGiteaClient>;

async function readConfig(
  gitea: Gitea,
  { owner, name, sha, configFile }: RepositoryName & { sha: string; configFile: string },
): Promise<ConfigFile[]> {
  for (const place of configFile === '' ? SEARCH : [configFile]) {
    const paths = place.endsWith('/') ? await listFolder(gitea, { owner, name, sha, folder: place.slice(0, -1) }) : [place];
    const files = await Promise.all(
      paths.map(async (path): Promise<ConfigFile | null> => {
        const text = await gitea.fileText({ owner, repo: name, filepath: path, query: { ref: sha } });
        return text === null ? null : { name: path, text: checkedSize(path, text) };
      }),
    );
    const found = files.filter((file) => file !== null);
    if (found.length > 0) return found;
  }
  return [];
}

async function listFolder(gitea: Gitea, { owner, name, sha, folder }: RepositoryName & { sha: string; folder: string }): Promise<string[]> {
  const found = await gitea.callOrNull(repoGetContents, { owner, repo: name, filepath: folder, query: { ref: sha } });
  if (!Array.isArray(found)) return [];
  const paths = found.filter(({ type, path }) => type === 'file' && /\.ya?ml$/.test(path)).map(({ path }) => path);
  if (paths.length > MAX_FILES)
    throw new MosaicError('invalid_input', `${folder}/ holds ${paths.length} pipeline files; at most ${MAX_FILES} are read. Remove some.`);
  return paths;
}

function checkedSize(path: string, text: string): string {
  if (text.length <= MAX_FILE_BYTES) return text;
  throw new MosaicError('invalid_input', `${path} is larger than ${MAX_FILE_BYTES} bytes. Make the pipeline file smaller.`);
}

/** A refusal that another try cannot repair answers false; what may pass by itself throws. */
async function postStatus(gitea: Gitea, { owner, name, status }: RepositoryName & { status: CommitStatusInput }): Promise<boolean> {
  try {
    await gitea.call(repoCreateStatus, {
      owner,
      repo: name,
      sha: status.sha,
      body: {
        state: status.state,
        context: status.context,
        description: status.description,
        target_url: status.targetUrl,
      },
    });
    return true;
  } catch (error) {
    if (error instanceof WireError && [400, 404, 409, 413, 422].includes(error.status)) return false;
    throw error;
  }
}
