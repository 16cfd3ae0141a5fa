import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

import { createBareRepository, forkRepository, readTogether, type GitEngine, type Repository as GitRepository } from '@mosaic/engines/git';
import { eachAlone } from '@mosaic/platform/lifecycle';

const FOLDER = /^(\d+)\.git$/;
const HOOKS = '.hooks';

/**
 * Where the bare repositories lie: `<id>.git`, so a name never reaches the file system and a rename moves nothing.
 * The rows decide: a folder without one is rubbish of a killed creation or deletion.
 */
export class RepositoryFolders {
  readonly root: string;
  readonly #engine: GitEngine;
  /** Long work under way, by repository. */
  readonly #works = new Map<number, { stop: AbortController; done: Promise<void> }>();

  constructor(root: string, engine: GitEngine) {
    this.root = root;
    this.#engine = engine;
  }

  open(repositoryId: number): GitRepository {
    return this.#engine.open(this.#path(repositoryId));
  }

  /** A repository that stays empty: its advertisement greets a push that will create one. */
  get blank(): GitRepository {
    return this.#engine.open(join(this.root, 'blank.git'));
  }

  /** What git runs to ask us about a push. */
  get hooks(): string {
    return join(this.root, HOOKS);
  }

  async create(repositoryId: number, defaultBranch: string): Promise<void> {
    await createBareRepository(this.#path(repositoryId), { defaultBranch });
  }

  /** With the branches and tags of another one, or its default branch alone; answers whether there are none. */
  async fork(
    repositoryId: number,
    request: { of: number; defaultBranch: string; isNarrow: boolean; signal: AbortSignal },
  ): Promise<{ empty: boolean }> {
    const { of, ...rest } = request;
    return forkRepository({ ...rest, from: this.open(of), path: this.#path(repositoryId) });
  }

  /** Reads what two repositories hold as one; neither gets anything of the other's. */
  async together<R>(repositoryIds: readonly number[], read: (git: GitRepository) => Promise<R>): Promise<R> {
    const found = [...new Set(repositoryIds)].map((id) => this.open(id));
    const [only] = found;
    if (found.length === 1 && only !== undefined) return read(only);
    return readTogether(this.#engine, this.scratch(), found, read);
  }

  /** A folder for what is read once; left behind by a killed process, it is removed at the next start. */
  scratch(): string {
    return join(this.root, `.together-${randomUUID()}`);
  }

  /** Whether long work is under way there. */
  isWorkedOn(repositoryId: number): boolean {
    return this.#works.has(repositoryId);
  }

  /** Long work in a repository, one at a time each; its signal is raised with `signal`, and when the repository is removed. */
  async work(repositoryId: number, signal: AbortSignal, task: (git: GitRepository, signal: AbortSignal) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const running = task(this.open(repositoryId), AbortSignal.any([signal, stop.signal]));
    // Whoever removes the repository waits for its end, whatever that is.
    this.#works.set(repositoryId, { stop, done: running.catch(() => undefined) });
    try {
      await running;
    } finally {
      this.#works.delete(repositoryId);
    }
  }

  /** Gone under its name at once, then piece by piece. */
  async remove(repositoryId: number): Promise<void> {
    const path = this.#path(repositoryId);
    const work = this.#works.get(repositoryId);
    work?.stop.abort();
    await work?.done;
    await this.#engine.forget(path);
    const grave = join(this.root, `.removed-${randomUUID()}`);
    try {
      await rename(path, grave);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await rm(grave, { recursive: true, force: true });
  }

  /**
   * At start: removes what no row knows and points each HEAD where its row says. `wanted` maps id to default branch. Trouble
   * with one keeps no other; it is answered by id, -1 for what is no repository's.
   */
  async sweep(wanted: ReadonlyMap<number, string>): Promise<Map<number, unknown>> {
    const troubles = new Map<number, unknown>();
    const absent = new Set(wanted.keys());
    const idOf = (name: string) => Number(FOLDER.exec(name)?.[1] ?? -1);
    await eachAlone(
      (await this.#names()).filter((name) => name !== 'blank.git' && name !== HOOKS),
      async (name) => {
        absent.delete(idOf(name));
        const branch = wanted.get(idOf(name));
        // A kill in the middle of a change of HEAD.
        await rm(join(this.root, name, 'HEAD.lock'), { force: true });
        if (branch === undefined) await rm(join(this.root, name), { recursive: true, force: true });
        else if ((await headOf(join(this.root, name))) !== branch) await pointHead(join(this.root, name), branch);
      },
      (error, name) => troubles.set(idOf(name), error),
    );
    for (const id of absent) troubles.set(id, new Error('its folder is gone'));
    if (!(await this.#names()).includes('blank.git')) await createBareRepository(join(this.root, 'blank.git'), { defaultBranch: 'main' });
    return troubles;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.root);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #path(repositoryId: number): string {
    return join(this.root, `${repositoryId}.git`);
  }
}

/** Written beside and renamed: git itself refuses a folder whose HEAD a crash has emptied. */
async function pointHead(gitDir: string, branch: string): Promise<void> {
  const draft = join(gitDir, 'HEAD.new');
  await writeFile(draft, `ref: refs/heads/${branch}\n`);
  await rename(draft, join(gitDir, 'HEAD'));
}

async function headOf(gitDir: string): Promise<string> {
  const text = await readFile(join(gitDir, 'HEAD'), 'utf8').catch(() => '');
  return /^ref: refs\/heads\/(.+)\n?$/.exec(text)?.[1] ?? '';
}
