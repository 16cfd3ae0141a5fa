import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { vi } from 'vitest';

import { createCi } from '@mosaic/ci';
import { createCurrentUserRepo, repoCreateFile, repoListHooks } from '@mosaic/contracts/gitea';
import {
  FINAL_STATUSES,
  getRepoPipeline,
  getRepoPipelines,
  postRepoPipelines,
  postRepos,
  type Pipeline,
} from '@mosaic/contracts/woodpecker';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { startFakeAccounts } from '@mosaic/testing/fakes';
import { openTestStore } from '@mosaic/testing/servers';

import { remoteUrl, runGit, startForge, startReceiver, TOKENS, type Receiver } from '../../../services/forge/tests/harness.ts';
import type { Caller } from '../src/caller.ts';
import { Recorder } from '../src/recorder.ts';
import type { Target, TargetSource } from '../src/run-suite.ts';
import { targetAddress } from '../src/target-address.ts';
import { base64 } from '../gitea/base64.ts';
import { peopleAt, type Login } from './people.ts';
import { YAML } from './pipeline-files.ts';

/** A repository of ada's at the forge, with CI on for it. */
export interface Home {
  /** At the forge. */
  at: { owner: string; repo: string };
  forgeId: number;
  /** At CI. */
  id: number;
  /** Writes a file at the forge, on main or another branch; a push. @returns The commit. */
  push: (file: string, text?: string, options?: { message?: string; branch?: string; newBranch?: string }) => Promise<string>;
  /** Tags main and pushes that. */
  tag: (name: string) => Promise<void>;
  /** Addresses of the webhooks at the forge that lead to CI. */
  hooks: () => Promise<string[]>;
  /** Runs main, or another branch, by hand as ada. @returns The pipeline's number. */
  start: (variables?: Record<string, string>, branch?: string) => Promise<number>;
  /** The pipeline of a push, once it is over, or in one of the states. */
  ran: (commit: string, states?: readonly string[]) => Promise<Pipeline>;
  /** The pipeline of a number, the same. */
  settled: (number: number, states?: readonly string[]) => Promise<Pipeline>;
}

export interface HomeOptions {
  private?: boolean;
  /** By path, on main; one file that runs a step each for pushes and deployments where nothing is said. */
  files?: Readonly<Record<string, string>>;
}

/** A CI server that speaks Woodpecker's API beside a forge that speaks Gitea's; each must reach the other. */
export interface WoodpeckerTarget extends Target, Readonly<Record<Login, Caller>> {
  url: string;
  /** One without a credential. */
  anyone: Caller;
  /** One whose credential does not count. */
  impostor: Caller;
  /** The same for what lies outside of `/api`. */
  outside: { anyone: Caller; impostor: Caller };
  token: (login: Login) => string;
  /** The same people at the forge. */
  forge: Readonly<Record<Login, Caller>>;
  /** A new repository of ada's. */
  home: (options?: HomeOptions) => Promise<Home>;
  /** Gets webhooks until the suite ends. */
  receiver: () => Promise<Receiver>;
}

const address = targetAddress('WOODPECKER');
const forgeAddress = targetAddress('GITEA');

/** The server that the environment names, made for the run (what the cases make stays there), and the forge that it names too; else our own CI beside our own forge. */
export const woodpeckerTarget: TargetSource<WoodpeckerTarget> = { isOurs: address === null, open };

async function open(): Promise<WoodpeckerTarget> {
  const stack = new Stack();
  const forge = forgeAddress ?? { ...stack.use(await startForge({ config: { allowedHookHosts: ['127.0.0.1'] } })), tokens: TOKENS };
  const ci = address ?? { url: await startOurs(stack, forge.url), tokens: TOKENS };
  const recorder = new Recorder();
  const isStrict = address === null;
  const people = peopleAt(stack, { ...ci, prefix: '/api', recorder, isStrict });
  const outside = peopleAt(stack, { ...ci, prefix: '', recorder, isStrict });
  const forgePeople = peopleAt(stack, { ...forge, prefix: '/api/v1', recorder: new Recorder(), isStrict: false });
  const home = async ({ files = { '.woodpecker.yaml': YAML }, ...options }: HomeOptions = {}): Promise<Home> => {
    const name = people.word();
    const { id: forgeId } = await forgePeople.ada.call(createCurrentUserRepo, {
      body: { name, auto_init: true, default_branch: 'main', private: options.private ?? false },
    });
    const at = { owner: 'ada', repo: name };
    const push: Home['push'] = async (filepath, text = filepath, { message = filepath, branch = 'main', newBranch } = {}) => {
      const body = { content: base64(text), message, branch, ...(newBranch === undefined ? {} : { new_branch: newBranch }) };
      return (await forgePeople.ada.call(repoCreateFile, { ...at, filepath, body })).commit.sha;
    };
    for (const [path, text] of Object.entries(files)) await push(path, text, { message: '[skip ci] The files' });
    const { id } = await people.ada.call(postRepos, { query: { forge_remote_id: forgeId } });
    const settled: Home['settled'] = async (number, states = [...FINAL_STATUSES]) => {
      const [found] = await until(async () => {
        const pipeline = await people.ada.call(getRepoPipeline, { repo_id: id, pipeline_number: number });
        return states.includes(pipeline.status) ? [pipeline] : [];
      });
      return found as Pipeline;
    };
    return {
      at,
      forgeId,
      id,
      push,
      tag: async (tag) => {
        const folder = await mkdtemp(join(tmpdir(), 'ci-target-clone-'));
        stack.defer(() => rm(folder, { recursive: true, force: true }));
        await runGit(['clone', '-q', remoteUrl(forge.url, `ada/${name}`, forge.tokens.ada ?? ''), folder]);
        await runGit(['tag', tag], { cwd: folder });
        await runGit(['push', '-q', 'origin', tag], { cwd: folder });
      },
      hooks: async () =>
        (await forgePeople.ada.call(repoListHooks, at))
          .map(({ config }) => config.url)
          .filter((url) => url.startsWith(`${ci.url}/api/hook`)),
      ran: async (commit, states) => {
        const [found] = await until(async () => {
          const all = await people.ada.call(getRepoPipelines, { repo_id: id });
          return all.filter((pipeline) => pipeline.commit === commit && pipeline.event === 'push');
        });
        return settled(found?.number ?? 0, states);
      },
      start: async (variables = {}, branch = 'main') =>
        (await people.ada.call(postRepoPipelines, { repo_id: id, body: { branch, variables } })).number,
      settled,
    };
  };
  return {
    ...people,
    url: ci.url,
    recorder,
    outside,
    forge: forgePeople,
    home,
    receiver: async () => stack.use(await startReceiver()),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** What is found as soon as something is. */
function until<T>(look: () => Promise<T[]>): Promise<T[]> {
  const found = async () => {
    const things = await look();
    if (things.length === 0) throw new Error('It has not come.');
    return things;
  };
  return vi.waitFor(found, { timeout: 40_000, interval: 50 });
}

/** What a developer may at CI; more would make an administrator of the server. */
const DEVELOPER = ['ci:repository:admin', 'ci:pipeline:admin', 'ci:secret:admin'];

/** Our own CI on an empty folder beside a forge; its agents run nothing and say how it ended. */
async function startOurs(stack: Stack, forgeUrl: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ci-target-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { location } = await openTestStore(join(folder, 'ci', 'ci.db'));
  const accounts = stack.use(
    await startFakeAccounts([
      { username: 'ada', token: TOKENS.ada, grants: DEVELOPER },
      { username: 'bob', token: TOKENS.bob, grants: DEVELOPER },
      { username: 'eve', token: TOKENS.eve, grants: DEVELOPER },
      { username: 'root', token: TOKENS.root, role: 'administrator' },
    ]),
  );
  const ci = stack.use(
    await createCi(
      {
        port: 0,
        addresses: ['127.0.0.1'],
        dataFolder: join(folder, 'ci'),
        store: location,
        hosts: ['127.0.0.1', 'localhost'],
        publicUrl: 'http://localhost:8080',
        forgeUrl,
        local: { workRoot: join(folder, 'work') },
        backends: ['dummy', 'local'],
      },
      {
        log: silentLog(),
        bus: createLocalBus(),
        keyring: openKeyring(join(folder, 'key')),
        accounts: stack.use(createSend({ baseUrl: accounts.url, headers: () => ({ authorization: `Bearer ${TOKENS.ci}` }) })),
        forge: stack.use(createSend({ baseUrl: forgeUrl, headers: () => ({ authorization: `token ${TOKENS.ci}` }) })),
      },
    ),
  );
  await ci.start();
  return ci.listeners[0]?.url ?? '';
}
