import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCi, type CiConfig } from '@mosaic/ci';
import { createCiExtrasClient, type principalReinstated, type principalSuspended } from '@mosaic/contracts/mosaic';
import { createWoodpeckerClient, FINAL_STATUSES, type Pipeline, getRepoPipeline, postRepos } from '@mosaic/contracts/woodpecker';
import type { Send } from '@mosaic/contracts/wire';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack, type Service } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';

import { startFakeAccounts, startFakeForge, type FakeForge, type FakeRepository } from '@mosaic/testing/fakes';
import { openTestStore, type TestStore } from '@mosaic/testing/servers';

/** Logins of the tests; a token is the login's first letter forty times. */
export const TOKENS = {
  ada: 'a'.repeat(40),
  bob: 'b'.repeat(40),
  root: 'c'.repeat(40),
  weak: 'd'.repeat(40),
  core: 'e'.repeat(40),
} as const;

/** CI's own at the forge. */
const OWN_TOKEN = 'f'.repeat(40);

export type Login = keyof typeof TOKENS;

export interface CiHarness extends AsyncDisposable {
  forge: FakeForge;
  folder: string;
  /** CI's rows. */
  store: TestStore;
  url: string;
  /** Clone tokens that were minted and not revoked. */
  liveTokens: Set<string>;
  config: CiConfig;
  accountsUrl: string;
  /** Makes a login's token worth nothing from now on. */
  revoke(login: Login): void;
  /** Has accounts say that root has suspended somebody, or let them in again. */
  tell(what: typeof principalSuspended | typeof principalReinstated, login: string): void;
  /** A send as one of the logins; null for anonymous. */
  as(login: Login | null): Send;
  client(login: Login | null): ReturnType<typeof createWoodpeckerClient>;
  extras(login: Login | null): ReturnType<typeof createCiExtrasClient>;
  /** A repository of ada's with CI turned on; returns CI's id. */
  activate(repository: FakeRepository): Promise<number>;
  /** Resolves when the pipeline is over, or in one of the states. */
  settled(repositoryId: number, number: number, states?: ReadonlySet<string>): Promise<Pipeline>;
  /** Stops the service (not the fakes) and starts it again on the same folder. */
  restart(change?: Partial<CiConfig>): Promise<void>;
  stop(): Promise<void>;
}

/** A CI service on a temporary folder with fake neighbours, and the dummy backend unless told otherwise. */
export async function startCi(change: Partial<CiConfig> = {}): Promise<CiHarness> {
  const stack = new Stack();
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-ci-test-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openTestStore(join(folder, 'ci', 'ci.db'));
  const forge = stack.use(await startFakeForge());
  const accounts = stack.use(
    await startFakeAccounts([
      { username: 'ada', token: TOKENS.ada },
      { username: 'bob', token: TOKENS.bob, grants: ['ci:repository:admin', 'ci:pipeline:admin', 'ci:secret:admin'] },
      { username: 'root', token: TOKENS.root, role: 'administrator' },
      { username: 'ada', token: TOKENS.weak, grants: ['ci:pipeline:read'] },
      {
        username: 'mosaic-core',
        token: TOKENS.core,
        kind: 'service',
        role: 'service',
        built_in: true,
        grants: ['ci:repository:admin', 'ci:pipeline:admin', 'ci:feed:admin'],
      },
    ]),
  );
  const sends = new Set<AsyncDisposable>();
  /** Closed after the service, whose long polls they carry. */
  const neighbours: AsyncDisposable[] = [];
  let service: Service | undefined;
  let config: CiConfig = {
    port: 0,
    addresses: ['127.0.0.1'],
    dataFolder: join(folder, 'ci'),
    store: store.location,
    hosts: ['127.0.0.1', 'localhost'],
    publicUrl: 'http://localhost:8080',
    forgeUrl: forge.url,
    local: { workRoot: join(folder, 'work') },
    backends: ['dummy'],
    ...change,
  };

  const self: CiHarness = {
    forge,
    folder,
    store,
    liveTokens: accounts.liveTokens,
    accountsUrl: accounts.url,
    revoke: (login) => void accounts.revoked.add(TOKENS[login]),
    tell: (what, login) => void accounts.feed.emit(what, { login, kind: 'person' }, { subject: login, actor: 'root' }),
    get config() {
      return config;
    },
    get url() {
      return service?.listeners[0]?.url ?? '';
    },
    as(login) {
      const send = createSend({
        baseUrl: self.url,
        headers: (): Record<string, string> => (login === null ? {} : { authorization: `Bearer ${TOKENS[login]}` }),
      });
      sends.add(send);
      return send;
    },
    client: (login) => createWoodpeckerClient(self.as(login)),
    extras: (login) => createCiExtrasClient(self.as(login)),
    activate: async (repository) => (await self.client('core').call(postRepos, { query: { forge_remote_id: repository.id } })).id,
    async settled(repositoryId, number, states = FINAL_STATUSES) {
      // The stream of events tells of each change: no polling, no sleeping.
      const stop = new AbortController();
      const response = await fetch(`${self.url}/api/stream/events`, {
        headers: { authorization: `Bearer ${TOKENS.core}` },
        signal: stop.signal,
      });
      const look = async () => self.client('core').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: number });
      let found = await look();
      for await (const _chunk of response.body ?? []) {
        found = await look();
        if (found !== null && states.has(found.status)) break;
      }
      stop.abort();
      if (found === null || !states.has(found.status)) throw new Error(`pipeline ${number} is ${found?.status ?? 'absent'}`);
      return found;
    },
    async stop() {
      for (const send of sends) await send[Symbol.asyncDispose]();
      sends.clear();
      await service?.[Symbol.asyncDispose]();
      service = undefined;
      for (const send of neighbours.splice(0)) await send[Symbol.asyncDispose]();
    },
    async restart(next = {}) {
      await self.stop();
      config = { ...config, ...next };
      const accountsSend = createSend({ baseUrl: accounts.url, headers: () => ({ authorization: `Bearer ${OWN_TOKEN}` }) });
      const forgeSend = createSend({ baseUrl: forge.url, timeoutMs: 5_000, headers: () => ({ authorization: `token ${OWN_TOKEN}` }) });
      neighbours.push(accountsSend, forgeSend);
      service = await createCi(config, {
        log: silentLog(),
        bus: createLocalBus(),
        keyring: openKeyring(join(folder, 'key')),
        accounts: accountsSend,
        forge: forgeSend,
      });
      await service.start();
    },
    async [Symbol.asyncDispose]() {
      await self.stop();
      await stack[Symbol.asyncDispose]();
    },
  };
  await self.restart();
  return self;
}

/** Reads a stream of server-sent events; each message as its fields. */
export async function* readEvents(response: Response): AsyncGenerator<{ id?: string; event?: string; data: string }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      ) as { id?: string; event?: string; data?: string };
      text = text.slice(end + 2);
      if (fields.data !== undefined) yield { ...fields, data: fields.data };
    }
  }
}

export const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
