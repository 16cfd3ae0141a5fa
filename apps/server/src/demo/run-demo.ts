import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createGiteaClient, issueListIssues, type GiteaClient } from '@mosaic/contracts/gitea';
import { callTool, type Journey, journeyGet, siteUrl, ToolError } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { pause } from '@mosaic/platform/waiting';

import { writeDemoFiles } from './files.ts';
import { gitWithToken } from './git.ts';

/** One finished hop, as the platform itself reports it. */
export interface DemoHop {
  name: string;
  detail: string;
  /** How long the hop took, and how long after the start of the push it ended. */
  ms: number;
  atMs: number;
}

export interface DemoOptions {
  /** The one address, and where this process reaches it. */
  publicUrl: string;
  edgeUrl: string;
  mcpUrl: string;
  /** A token of the person for the forge and the MCP server. */
  token: string;
  login: string;
  /** Break the build first, then repair it. */
  failure?: boolean;
  onHop?: (hop: DemoHop) => void;
  /** Called once the platform knows a push, before its pipeline has run. */
  onChange?: (change: { repository: string; traceId: string }) => void;
  /** How long a journey may take, ms. */
  timeoutMs?: number;
}

export interface DemoResult {
  repository: string;
  traceId: string;
  site: string;
  hops: DemoHop[];
  issue: { number: number; title: string; body: string; closed: boolean } | null;
}

/** Pushes a real project with stock git and follows it until the notification has arrived; throws when it does not. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  await using stack = new Stack();
  const headers = () => ({ authorization: `Bearer ${options.token}` });
  const forge = createGiteaClient(stack.use(createSend({ baseUrl: options.edgeUrl, headers, connections: 4 })));
  const mcp = stack.use(createSend({ baseUrl: options.mcpUrl, headers, connections: 4 }));
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-demo-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const run = new Demo(options, { forge, mcp, folder });
  // Awaited here, so that the clients live until the end.
  return await run.play();
}

class Demo {
  readonly #options: DemoOptions;
  readonly #forge: GiteaClient;
  readonly #mcp: ReturnType<typeof createSend>;
  readonly #folder: string;
  readonly #hops: DemoHop[] = [];
  readonly #name: string;

  constructor(options: DemoOptions, parts: { forge: GiteaClient; mcp: ReturnType<typeof createSend>; folder: string }) {
    this.#options = options;
    this.#forge = parts.forge;
    this.#mcp = parts.mcp;
    this.#folder = join(parts.folder, 'hello');
    this.#name = 'hello';
  }

  async play(): Promise<DemoResult> {
    const { login, publicUrl } = this.#options;
    await this.#prepare();
    let issue: DemoResult['issue'] = null;
    if (this.#options.failure === true) {
      const broken = await this.#push(true);
      const failed = await this.#follow(broken, 'fail');
      issue = await this.#issue(failed, 'open');
      this.#tell({ name: 'issue', detail: `#${issue.number} ${issue.title}`, ms: 0, atMs: Date.now() - broken.startedAt });
    }
    const change = await this.#push(false);
    const journey = await this.#follow(change, 'ok');
    const site = siteUrl(publicUrl, this.#project(), 'production');
    await this.#checkSite(change.sha, site);
    if (issue !== null) {
      issue = await this.#issue(journey, 'closed', issue.number);
      this.#tell({ name: 'issue', detail: `#${issue.number} closed`, ms: 0, atMs: Date.now() - change.startedAt });
    }
    return { repository: `${login}/${this.#name}`, traceId: journey.traceId, site, hops: this.#hops, issue };
  }

  #tell(hop: DemoHop): void {
    this.#hops.push(hop);
    this.#options.onHop?.(hop);
  }

  #project(): string {
    return this.#options.login === 'root'
      ? 'hello'
      : `hello-${this.#options.login.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 28).replace(/-$/, '');
  }

  async #prepare(): Promise<void> {
    const { login } = this.#options;
    if ((await this.#forge.getRepository(login, this.#name)) === null) {
      await this.#forge.createRepository({ name: this.#name, description: 'The demo project', private: false, default_branch: 'main' });
    }
    const remote = `${this.#options.edgeUrl}/${login}/${this.#name}.git`;
    await this.#git('..')('clone', '--quiet', remote, 'hello').catch((error: unknown) => {
      throw new MosaicError('unavailable', `The demo repository could not be cloned. ${(error as Error).message}`, { cause: error });
    });
    const git = this.#git('.');
    await git('config', 'user.name', login);
    await git('config', 'user.email', `${login}@localhost`);
    await git('symbolic-ref', 'HEAD', 'refs/heads/main').catch(() => undefined);
  }

  #git(where: string) {
    return gitWithToken(join(this.#folder, where), { publicUrl: this.#options.edgeUrl, token: this.#options.token });
  }

  async #push(broken: boolean): Promise<{ sha: string; startedAt: number }> {
    await writeDemoFiles(this.#folder, { name: this.#project(), broken });
    const git = this.#git('.');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', broken ? 'Expect another title' : `Say hello at ${new Date().toISOString()}`);
    const sha = (await git('rev-parse', 'HEAD')).stdout.trim();
    const startedAt = Date.now();
    await git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
    this.#tell({
      name: 'push',
      detail: `${sha.slice(0, 10)} to ${this.#options.login}/${this.#name}`,
      ms: Date.now() - startedAt,
      atMs: Date.now() - startedAt,
    });
    return { sha, startedAt };
  }

  /** Tells each hop once it has ended; answers when the notification is there. */
  async #follow(change: { sha: string; startedAt: number }, expected: 'ok' | 'fail'): Promise<Journey> {
    const told = new Set<string>();
    const deadline = Date.now() + (this.#options.timeoutMs ?? 120_000);
    let journey: Journey | null = null;
    while (Date.now() < deadline) {
      const found = await this.#journey(change.sha);
      if (journey === null && found !== null)
        this.#options.onChange?.({ repository: `${this.#options.login}/${this.#name}`, traceId: found.traceId });
      journey = found;
      for (const hop of journey?.hops ?? []) {
        const key = `${hop.kind} ${hop.title}`;
        if (
          hop.kind === 'change' ||
          hop.kind === 'pull_request' ||
          told.has(key) ||
          hop.durationMs === null ||
          hop.state === 'running' ||
          hop.state === 'waiting'
        )
          continue;
        told.add(key);
        this.#tell({
          name: hop.kind,
          detail: `${hop.title}${hop.detail === '' ? '' : ` (${hop.detail})`}`,
          ms: Math.round(hop.durationMs),
          atMs: Math.round(hop.startedAt + hop.durationMs - change.startedAt),
        });
      }
      if (journey?.hops.some((hop) => hop.kind === 'notification') === true) {
        const pipeline = journey.hops.find((hop) => hop.kind === 'pipeline');
        if (pipeline?.state !== expected)
          throw new MosaicError(
            'precondition_failed',
            `The pipeline ended as "${pipeline?.state ?? 'none'}", not as "${expected}". Look at ${this.#options.publicUrl}/-/journeys/${journey.traceId}`,
          );
        return journey;
      }
      await pause(40);
    }
    const reached = journey?.hops.at(-1)?.title ?? 'the push';
    throw new MosaicError(
      'timeout',
      `The notification did not arrive in time; the journey got as far as: ${reached}. Look at ${this.#options.publicUrl}/-/journeys/${journey?.traceId ?? ''} and "mosaic logs".`,
    );
  }

  async #journey(sha: string): Promise<Journey | null> {
    try {
      return (await callTool(this.#mcp, journeyGet, { id: sha })).journey;
    } catch (error) {
      if (error instanceof ToolError && error.code === 'not_found') return null;
      throw error;
    }
  }

  /** The site is asked as a browser would; it must hold the pushed commit. */
  async #checkSite(sha: string, site: string): Promise<void> {
    const startedAt = Date.now();
    const edge = createSend({ baseUrl: this.#options.edgeUrl, connections: 1 });
    try {
      const answer = await edge({ method: 'GET', path: '/', headers: { host: new URL(site).host } });
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes(sha))
        throw new MosaicError('precondition_failed', `${site} does not show commit ${sha.slice(0, 10)} (status ${answer.status}).`);
    } finally {
      await edge[Symbol.asyncDispose]();
    }
    this.#tell({ name: 'site', detail: `${site} shows ${sha.slice(0, 10)}`, ms: Date.now() - startedAt, atMs: 0 });
  }

  /** The issue that triage keeps for the branch, once it is in the wanted state. */
  async #issue(journey: Journey, state: 'open' | 'closed', number?: number): Promise<NonNullable<DemoResult['issue']>> {
    const { login } = this.#options;
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const issues = await this.#forge.call(issueListIssues, { owner: login, repo: this.#name, query: { type: 'issues', state } });
      const found = issues.find((issue) => (number === undefined ? issue.title.startsWith('Pipeline failed') : issue.number === number));
      if (found !== undefined) return { number: found.number, title: found.title, body: found.body, closed: state === 'closed' };
      await pause(100);
    }
    throw new MosaicError(
      'timeout',
      `The triage agent's issue did not become ${state} in time. Look at ${this.#options.publicUrl}/-/journeys/${journey.traceId}`,
    );
  }
}
