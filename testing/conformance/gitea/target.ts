import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCurrentUserRepo, repoCreateBranch, repoCreateFile, repoDelete } from '@mosaic/contracts/gitea';
import type { Given, Send } from '@mosaic/contracts/wire';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';

import { commit, remoteUrl, runGit, startForge, startReceiver, TOKENS, type Receiver } from '../../../services/forge/tests/harness.ts';
import { createCaller, type Caller } from '../src/caller.ts';
import { Recorder } from '../src/recorder.ts';
import type { Target, TargetSource } from '../src/run-suite.ts';
import { targetAddress } from '../src/target-address.ts';

/** Who a target must know: two developers, a stranger to their repositories, and an administrator. */
const LOGINS = ['ada', 'bob', 'eve', 'root'] as const;
type Login = (typeof LOGINS)[number];

/** A repository of its own for a case, and who asks. */
export interface Home {
  /** The names of its path. */
  at: { owner: string; repo: string };
  owner: Caller;
  /** The other developer, who may do there what everybody may. */
  other: Caller;
}

/** A working folder of stock git. */
export interface Clone {
  folder: string;
  /** What git wrote, without the white space around it. */
  git: (...args: string[]) => Promise<string>;
  /** Commits files on top of what is checked out; answers the commit's id. */
  commit: (files: Record<string, string>, message: string) => Promise<string>;
}

/** Members of a new repository. */
type NewRepository = Partial<Given<typeof createCurrentUserRepo>['body']>;

/** A server that speaks Gitea's API. Webhooks must reach 127.0.0.1. */
export interface GiteaTarget extends Target, Readonly<Record<Login, Caller>> {
  url: string;
  isOurs: boolean;
  /** One without a credential. */
  anyone: Caller;
  token: (login: Login) => string;
  /** Requests by hand; '' sends no credential. */
  send: (login: Login | '') => Send;
  /** A new repository of ada's with a first commit on main, or as the members say. */
  home: (members?: NewRepository) => Promise<Home>;
  /** One of ada's and one of bob's, for what must not depend on whose it is. */
  homes: (members?: NewRepository) => Promise<Home[]>;
  /** Branches beside main, each with a commit of its own that adds `<name>.txt`. */
  branches: (home: Home, ...names: string[]) => Promise<void>;
  /** A clone of a repository, by its owner. */
  clone: (home: Home) => Promise<Clone>;
  /** A word that nothing on the target bears yet. */
  word: () => string;
  /** Gets webhooks until the suite ends. */
  receiver: () => Promise<Receiver>;
}

const address = targetAddress('GITEA');

/** The server that the environment names, else our own forge on an empty folder. */
export const giteaTarget: TargetSource<GiteaTarget> = { isOurs: address === null, open };

async function open(): Promise<GiteaTarget> {
  const stack = new Stack();
  const ours = address === null ? stack.use(await startForge({ config: { allowedHookHosts: ['127.0.0.1'] } })) : null;
  const url = address?.url ?? ours?.url ?? '';
  const people = peopleAt(stack, { url, tokens: address?.tokens ?? TOKENS, isStrict: ours !== null });
  const home = async (login: 'ada' | 'bob', members: NewRepository): Promise<Home> => {
    const { owner, other } = people.pair(login);
    const body = { name: people.word(), auto_init: true, default_branch: 'main', ...members };
    const at = { owner: login, repo: (await owner.call(createCurrentUserRepo, { body })).name };
    // A case may have deleted or renamed it.
    stack.defer(async () => void (await owner.respond(repoDelete, at)));
    return { at, owner, other };
  };
  return {
    ...people,
    isOurs: ours !== null,
    home: (members = {}) => home('ada', members),
    homes: async (members = {}) => [await home('ada', members), await home('bob', members)],
    async branches({ at, owner }, ...names) {
      for (const name of names) {
        const content = Buffer.from(`${name}\n`).toString('base64');
        const filepath = `${name.replaceAll('/', '-')}.txt`;
        await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: name } });
        await owner.call(repoCreateFile, { ...at, filepath, body: { branch: name, content, message: `${name}: ${filepath}` } });
      }
    },
    async clone({ at }) {
      const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
      stack.defer(() => rm(folder, { recursive: true, force: true }));
      const remote = remoteUrl(url, `${at.owner}/${at.repo}`, people.token(at.owner as Login));
      await runGit(['clone', '-q', remote, folder]);
      return {
        folder,
        git: async (...args) => (await runGit(args, { cwd: folder })).trim(),
        commit: (files, message) => commit(folder, files, message),
      };
    },
    receiver: async () => stack.use(await startReceiver()),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** Those who ask a server; what it is asked is recorded. */
export function peopleAt(
  stack: Stack,
  { url, tokens, isStrict }: { url: string; tokens: Readonly<Record<string, string>>; isStrict: boolean },
) {
  const token = (login: Login): string => {
    const found = tokens[login];
    if (found === undefined) throw new Error(`GITEA_TARGET_TOKENS holds no token of ${login}.`);
    return found;
  };
  const recorder = new Recorder();
  const sends = new Map(
    [...LOGINS, '' as const].map((login) => {
      const headers: Record<string, string> = login === '' ? {} : { authorization: `token ${token(login)}` };
      return [login, stack.use(createSend({ baseUrl: url, headers: () => headers }))];
    }),
  );
  const send = (login: Login | ''): Send => sends.get(login) as Send;
  const callerOf = (login: Login | '') => createCaller({ send: send(login), prefix: '/api/v1', recorder, isStrict });
  const [ada, bob] = [callerOf('ada'), callerOf('bob')];
  const mark = randomBytes(3).toString('hex');
  let made = 0;
  return {
    url,
    recorder,
    ada,
    bob,
    eve: callerOf('eve'),
    root: callerOf('root'),
    anyone: callerOf(''),
    token,
    send,
    word: () => `case-${mark}-${++made}`,
    /** The owner of what is theirs, and the other developer. */
    pair: (login: 'ada' | 'bob') => (login === 'ada' ? { owner: ada, other: bob } : { owner: bob, other: ada }),
  };
}
