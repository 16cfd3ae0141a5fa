import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProgram, type Ran } from './run-program.ts';

/** Stock git as a person has it: a home of its own, and a program that answers when git asks for a name or password. */
export interface StockGit extends AsyncDisposable {
  /** An empty folder for working copies. */
  folder: string;
  /** Runs git below the folder; a failure is an error with what git said. */
  run(where: string, ...words: string[]): Promise<Ran>;
  /** The same, but a failure is an answer. */
  attempt(where: string, ...words: string[]): Promise<Ran>;
}

/** The person's token is the password that git asks for; it stands in no address and in no file. */
export async function openStockGit({ login, token }: { login: string; token: string }): Promise<StockGit> {
  const root = await mkdtemp(join(tmpdir(), 'mosaic-git-'));
  const folder = join(root, 'work');
  await mkdir(folder);
  const askpass = join(root, 'askpass.sh');
  await writeFile(askpass, `#!/bin/sh\ncase $1 in Username*) printf '%s' "$STOCK_LOGIN" ;; *) printf '%s' "$STOCK_TOKEN" ;; esac\n`);
  await chmod(askpass, 0o700);
  const environment = {
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ASKPASS: askpass,
    GIT_TERMINAL_PROMPT: '0',
    STOCK_LOGIN: login,
    STOCK_TOKEN: token,
    GIT_AUTHOR_NAME: login,
    GIT_AUTHOR_EMAIL: `${login}@example.org`,
    GIT_COMMITTER_NAME: login,
    GIT_COMMITTER_EMAIL: `${login}@example.org`,
  };
  const attempt = (where: string, ...words: string[]) =>
    runProgram('git', words, { cwd: join(folder, where), environment, timeoutMs: 120_000 });
  return {
    folder,
    attempt,
    async run(where, ...words) {
      const ran = await attempt(where, ...words);
      if (ran.code !== 0) throw new Error(`git ${words.join(' ')} failed with ${ran.code}:\n${ran.stderr}`);
      return ran;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
