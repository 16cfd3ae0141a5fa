import { runFinished, type Pipeline, type Task } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';
import {
  startFakeAccounts,
  startFakeForge,
  startFakeMcp,
  type FakeAccounts,
  type FakeForge,
  type FakeMcp,
  type FakePrincipal,
} from '@mosaic/testing/fakes';
import type { z } from 'zod';

/** Tokens that only take tasks, by the agent's login. */
export const takerToken = (login: string) => `${login}-token`;

const agent = (role: 'triage' | 'reviewer'): FakePrincipal => ({
  username: role,
  token: takerToken(role),
  kind: 'agent',
  role,
  built_in: true,
});

/** The neighbours of Tony: an MCP server with tasks under leases, a forge with one repository, and accounts with two agents. */
export class FakeNeighbours implements AsyncDisposable {
  readonly #stack: Stack;
  readonly accounts: FakeAccounts;
  readonly forge: FakeForge;
  readonly mcp: FakeMcp;

  private constructor(stack: Stack, started: Pick<FakeNeighbours, 'accounts' | 'forge' | 'mcp'>) {
    this.#stack = stack;
    ({ accounts: this.accounts, forge: this.forge, mcp: this.mcp } = started);
    this.forge.add({ id: 1, owner: 'ada', name: 'hello' });
    this.mcp.state.pipelines.all.push(failedPipeline(3));
    this.mcp.state.pipelines.logs.set(1, ['not ok 1']);
    for (const { token } of this.accounts.principals) this.mcp.state.takers.add(token);
  }

  static async start(): Promise<FakeNeighbours> {
    const stack = new Stack();
    return new FakeNeighbours(stack, {
      accounts: stack.use(await startFakeAccounts([agent('triage'), agent('reviewer')])),
      forge: stack.use(await startFakeForge()),
      mcp: stack.use(await startFakeMcp()),
    });
  }

  addTask(role: string, input: Record<string, unknown>): Task {
    return this.mcp.state.addTask({ role, input });
  }

  /** What was asked of the MCP server but for looking, and with which token: an attempt's own by its name. */
  calls() {
    return this.mcp.calls
      .filter(({ tool }) => tool !== 'event_read' && tool !== 'task_next')
      .map(({ token, ...call }) => ({ ...call, token: this.mcp.state.attemptOf(token) }));
  }

  finishRun(overrides: Partial<z.input<typeof runFinished.data>> = {}): void {
    this.mcp.feed.emit(
      runFinished,
      {
        runId: 'r',
        project: 'hello',
        repository: 'ada/hello',
        private: false,
        sha: 'a'.repeat(40),
        branch: 'main',
        pipelineNumber: this.mcp.feed.events.length + 1,
        title: 'Say hello',
        outcome: 'deployed',
        summary: '',
        url: 'http://localhost:8080/-/journeys/x',
        concerned: ['ada'],
        ...overrides,
      },
      { actor: 'mosaic-core' },
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack[Symbol.asyncDispose]();
  }
}

function failedPipeline(number: number): Pipeline {
  const step = { id: 1, name: 'test', state: 'failure', exitCode: 1, error: '', failure: 'fail' };
  return {
    number,
    repository: 'ada/hello',
    status: 'failure',
    event: 'push',
    branch: 'main',
    sha: 'a'.repeat(40),
    title: '',
    author: 'ada',
    createdAt: 0,
    startedAt: 0,
    finishedAt: 0,
    errors: [],
    canceledBy: '',
    workflows: [{ name: 'build', state: 'failure', error: '', steps: [step] }],
  };
}
