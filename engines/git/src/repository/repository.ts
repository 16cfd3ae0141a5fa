import { ObjectPool, type ObjectPoolOptions } from '../objects/object-pool.ts';

/** A bare repository together with the readers that serve it. Cheap to make; holds nothing open by itself. */
export interface Repository {
  /** Absolute path of the bare repository. */
  readonly gitDir: string;
  readonly objects: ObjectPool;
}

/** The engine of one process: hands out repositories and owns their reading processes. */
export class GitEngine implements AsyncDisposable {
  readonly #objects: ObjectPool;

  constructor(options: ObjectPoolOptions = {}) {
    this.#objects = new ObjectPool(options);
  }

  open(gitDir: string): Repository {
    return { gitDir, objects: this.#objects };
  }

  /** Must be called before the repository's folder is moved or deleted. */
  forget(gitDir: string): Promise<void> {
    return this.#objects.forget(gitDir);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#objects[Symbol.asyncDispose]();
  }
}
