import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repoAddCollaborator, repoCreateFile, repoCreateHook, repoListBranches } from '@mosaic/contracts/gitea';
import { readEvents, refUpdated } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';

import { startForge, TOKENS } from '../../../services/forge/tests/harness.ts';
import { base64 } from '../gitea/base64.ts';
import type { Caller } from '../src/caller.ts';
import { callersAt } from '../src/callers-at.ts';
import { Recorder } from '../src/recorder.ts';
import type { Target } from '../src/run-suite.ts';

/** A repository. */
export interface Home {
  id: number;
  at: { owner: string; repo: string };
}

export interface HomeOptions {
  /** ada where nobody is named. */
  owner?: 'ada' | 'bob';
  private?: boolean;
  /** What eve may do there. */
  eve?: 'read' | 'write';
  /** By branch, `main` first, and by path. */
  files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A forge with two people, and one of the platform's services that asks it. */
export interface ForgeTarget extends Target {
  ada: Caller;
  eve: Caller;
  service: Caller;
  /** One without a credential. */
  anyone: Caller;
  home: (options?: HomeOptions) => Promise<Home>;
  /** A new webhook of a repository. @returns Its id. */
  hook: (home: Home) => Promise<number>;
  /** Has something happen there: an issue is opened. */
  tell: (home: Home, title: string) => Promise<void>;
  /** Pushes to a repository. @returns The id of the event. */
  push: (home: Home) => Promise<string>;
  /** Damages a repository, which is seen. */
  damage: (home: Home) => Promise<void>;
}

/** Our own forge on an empty folder. */
export async function openForge(): Promise<ForgeTarget> {
  const stack = new Stack();
  const forge = stack.use(await startForge({ config: { allowedHookHosts: ['127.0.0.1'] } }));
  const recorder = new Recorder();
  const caller = callersAt(stack, forge.url, recorder);
  const ada = forge.as(TOKENS.ada);
  let made = 0;
  const write = ({ at }: Home, filepath: string, { text, ...where }: { text: string; branch?: string; new_branch?: string }) =>
    forge.as(TOKENS[at.owner as 'ada']).call(repoCreateFile, { ...at, filepath, body: { content: base64(text), ...where } });
  const service = caller(TOKENS.ci);
  return {
    recorder,
    ada: caller(TOKENS.ada),
    eve: caller(TOKENS.eve),
    service,
    anyone: caller(''),
    async home({ owner = 'ada', private: isPrivate = false, eve, files = {} } = {}) {
      const at = { owner, repo: `case-${++made}` };
      const { id } = await forge.as(TOKENS[owner]).createRepository({ name: at.repo, private: isPrivate });
      if (eve !== undefined) await ada.call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: eve } });
      for (const [branch, texts] of Object.entries(files))
        for (const [index, [path, text]] of Object.entries(texts).entries()) {
          const where = branch !== 'main' && index === 0 ? { new_branch: branch } : { branch };
          await write({ id, at }, path, { text, ...(branch === 'main' ? {} : where) });
        }
      return { id, at };
    },
    hook: async ({ at }) => (await ada.call(repoCreateHook, { ...at, body: { config: { url: 'http://127.0.0.1:9/' } } })).id,
    tell: async ({ at }, title) => void (await ada.createIssue(at.owner, at.repo, { title })),
    async push(home) {
      await write(home, `pushed-${++made}`, { text: 'x' });
      const { events } = await service.call(readEvents, { query: { limit: 500 } });
      const name = `${home.at.owner}/${home.at.repo}`;
      return events.findLast(({ type, subject }) => type === refUpdated.type && subject === name)?.id ?? '';
    },
    async damage({ id, at }) {
      await writeFile(join(forge.folder, 'forge/repositories', `${id}.git/refs/heads/broken`), '');
      await ada.call(repoListBranches, at);
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}
