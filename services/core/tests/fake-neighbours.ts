import {
  type Deployment,
  type EventData,
  type EventDatum,
  type EventRecord,
  pipelineRunFinished,
  runFinished,
  type Task,
} from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';
import {
  ANY_REF,
  startFakeAccounts,
  startFakeCi,
  startFakeForge,
  startFakeMcp,
  type FakeAccounts,
  type FakeCi,
  type FakeForge,
  type FakeMcp,
  type FakePrincipal,
  type FakeRepository,
} from '@mosaic/testing/fakes';
import type { z } from 'zod';

const TRACE = '0123456789abcdef0123456789abcdef';

/** The one repository of the fake forge, as events tell of it. */
export const REPO = { repositoryId: 5, repository: 'ada/hello', private: false, owner: 'ada' };

const person = (username: string, doors: FakePrincipal['doors'] = ['sites']): FakePrincipal => ({
  username,
  token: `token-of-${username}`,
  grants: ['forge:repository:read'],
  doors,
});
const agent = (role: 'triage' | 'reviewer'): FakePrincipal => ({ ...person(role), kind: 'agent', role, built_in: true });
const PRINCIPALS = [person('ada'), person('bob'), person('carol', ['forge']), agent('triage'), agent('reviewer')];

/** The neighbours of core: an MCP server, a forge with one repository, CI and accounts. */
export class FakeNeighbours implements AsyncDisposable {
  readonly #stack: Stack;
  readonly accounts: FakeAccounts;
  readonly forge: FakeForge;
  readonly ci: FakeCi;
  readonly mcp: FakeMcp;
  readonly repository: FakeRepository;

  private constructor(stack: Stack, started: Pick<FakeNeighbours, 'accounts' | 'forge' | 'ci' | 'mcp'>) {
    this.#stack = stack;
    ({ accounts: this.accounts, forge: this.forge, ci: this.ci, mcp: this.mcp } = started);
    const [owner = '', name = ''] = REPO.repository.split('/');
    const hooks = ['http://ci/api/hook?access_token=x', 'http://elsewhere/'].map((url, index) => ({ id: 9 + index, url, secret: '' }));
    this.repository = this.forge.add({ id: REPO.repositoryId, owner, name, hooks });
    this.accounts.credentials.set('session-1', 'ada');
    this.mcp.state.projects.set('hello', REPO.repository);
  }

  static async start(): Promise<FakeNeighbours> {
    const stack = new Stack();
    const repositories = [{ id: 1, forgeId: REPO.repositoryId, name: REPO.repository, active: false }];
    return new FakeNeighbours(stack, {
      accounts: stack.use(await startFakeAccounts(PRINCIPALS)),
      forge: stack.use(await startFakeForge()),
      ci: stack.use(await startFakeCi({ repositories, pipelines: [] })),
      mcp: stack.use(await startFakeMcp()),
    });
  }

  get deployments(): Map<number, Deployment> {
    return this.mcp.state.deployments;
  }

  get tasks(): readonly Task[] {
    return this.mcp.state.tasks;
  }

  emit<D extends EventDatum>(event: D, data: z.input<D['data']>, about: { time?: number } = {}): EventRecord {
    return this.mcp.feed.emit(event, data, { subject: REPO.repository, traceId: TRACE, ...about });
  }

  finishPipeline(number: number, overrides: Partial<z.input<typeof pipelineRunFinished.data>> = {}): EventRecord {
    return this.emit(pipelineRunFinished, {
      ...REPO,
      ciRepositoryId: 1,
      pipelineId: number,
      number,
      event: 'push',
      branch: 'main',
      ref: 'refs/heads/main',
      sha: String(number).repeat(40).slice(0, 40),
      title: `Change ${number}`,
      author: 'ada',
      status: 'success',
      errors: [],
      startedAt: 0,
      finishedAt: 1,
      ...overrides,
    });
  }

  /** Puts the project file of every commit. */
  putProjectFile(text: string): void {
    this.repository.files[ANY_REF] = { '.mosaic.yaml': text };
  }

  /** A pipeline has handed over its site. */
  keepSite(number: number, archive: Uint8Array): void {
    this.ci.pipelines.push({ repository: REPO.repository, number, status: 'success', sha: '1'.repeat(40), artifacts: { site: archive } });
  }

  outcomes(): EventData<typeof runFinished>[] {
    return this.mcp.feed.events.filter(({ type }) => type === runFinished.type).map(({ data }) => runFinished.data.parse(data));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack[Symbol.asyncDispose]();
  }
}
