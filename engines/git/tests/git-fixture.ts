import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { GitEngine, commitFiles, createBareRepository, type Repository } from '@mosaic/engines/git';

const exec = promisify(execFile);

export const ADA = { name: 'Ada', email: 'ada@example.org', timestamp: 1_700_000_000 };

/** A temporary folder with an engine and one empty bare repository; a stock git as a user has it. */
export class GitFixture implements AsyncDisposable {
  readonly folder: string;
  readonly engine: GitEngine;
  readonly repository: Repository;

  private constructor(folder: string, engine: GitEngine) {
    this.folder = folder;
    this.engine = engine;
    this.repository = engine.open(join(folder, 'bare.git'));
  }

  static async create(options: ConstructorParameters<typeof GitEngine>[0] = {}): Promise<GitFixture> {
    const fixture = new GitFixture(await mkdtemp(join(tmpdir(), 'mosaic-git-')), new GitEngine(options));
    await createBareRepository(fixture.repository.gitDir, { defaultBranch: 'main' });
    return fixture;
  }

  /** Runs the user's git; resolves with both outputs, rejects when it fails. */
  async git(args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<{ stdout: string; stderr: string }> {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.folder,
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
      LC_ALL: 'C',
      ...options.env,
    };
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main'];
    return exec('git', [...identity, ...args], { cwd: options.cwd ?? this.folder, env, maxBuffer: 64 * 1024 * 1024 });
  }

  /** Commits texts on main. */
  async commit(message: string, files: Record<string, string>): Promise<string> {
    const changes = Object.entries(files).map(([path, text]) => ({ op: 'create' as const, path, content: Buffer.from(text) }));
    return (await commitFiles(this.repository, { branch: 'main', files: changes, message, author: ADA, committer: ADA })).commitId;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}
