import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  createPrincipal,
  createToken,
  getPrincipal,
  type ListenerName,
  type NativeCalls,
  nativeCalls,
  OPEN_DOORS,
  type Ports,
  portsOf,
  redeemLink,
} from '@mosaic/contracts/mosaic';
import { createGiteaClient, type GiteaClient } from '@mosaic/contracts/gitea';
import { createWoodpeckerClient, type WoodpeckerClient } from '@mosaic/contracts/woodpecker';
import type { Send } from '@mosaic/contracts/wire';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { gitWithToken } from '@mosaic/server/demo';
import { openControlClient } from '@mosaic/server/control';

import { freePortBase } from './port-base.ts';
import { PermanentFailure, until } from './until.ts';
import { NODE_WORDS } from './node-words.ts';

export interface TestStackOptions {
  /** Further MOSAIC_* variables. */
  environment?: Record<string, string>;
  /** Words before the server's command, which must become it (exec), e.g. to give it a disk of its own. */
  launcher?: readonly string[];
  /** The server's program; its source where nothing is said. */
  program?: string;
}

/** A person of the test with clients that act for them through the doors. */
export interface TestPerson {
  login: string;
  token: string;
  forge: GiteaClient;
  ci: WoodpeckerClient;
  mcp: Send;
  /** Any door by name, with this person's token. */
  door(name: ListenerName): Send;
  /** Stock git in a folder, signed in as this person. */
  git(folder: string): ReturnType<typeof gitWithToken>;
}

const MAIN = join(import.meta.dirname, '../../../apps/server/src/main.ts');

/** A whole platform in a process of its own, on a temporary home and free ports; may be killed and started again. */
export class TestStack implements AsyncDisposable {
  readonly home: string;
  portBase: number;
  ports: Ports;
  readonly #environment: Record<string, string>;
  readonly #launcher: readonly string[];
  readonly #program: string;
  readonly #resources = new Stack();
  #child: ChildProcess | null = null;
  #ownerSession: string | null = null;

  private constructor(home: string, portBase: number, { environment = {}, launcher = [], program = MAIN }: TestStackOptions) {
    this.home = home;
    this.portBase = portBase;
    this.ports = portsOf(portBase);
    this.#environment = environment;
    this.#launcher = launcher;
    this.#program = program;
  }

  static async create(options: TestStackOptions = {}): Promise<TestStack> {
    const home = await mkdtemp(join(tmpdir(), 'mosaic-home-'));
    const stack = new TestStack(home, await freePortBase(), options);
    try {
      await stack.start();
    } catch (error) {
      await stack[Symbol.asyncDispose]();
      throw error;
    }
    return stack;
  }

  get publicUrl(): string {
    return `http://localhost:${this.ports.edge}`;
  }

  get edgeUrl(): string {
    return `http://127.0.0.1:${this.ports.edge}`;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the stack is not running');
    return this.#child.pid;
  }

  /** The secret of the first administrator's session. */
  get ownerSession(): string {
    if (this.#ownerSession === null) throw new Error('the stack is not running');
    return this.#ownerSession;
  }

  /** Starts (again) and waits until it answers. */
  async start(): Promise<void> {
    const environment = {
      ...process.env,
      MOSAIC_HOME: this.home,
      MOSAIC_PORT_BASE: String(this.portBase),
      MOSAIC_LOG_LEVEL: 'info',
      MOSAIC_CHECK_ANSWERS: 'true',
      MOSAIC_WORK_ROOT: `${this.home}-work`,
      ...this.#environment,
    };
    const [command, ...words] = [...this.#launcher, process.execPath, ...NODE_WORDS, this.#program];
    const child = spawn(command, words, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await using control = openControlClient(this.home);
    await until('the start of the stack', async () => {
      if (child.exitCode !== null) throw new PermanentFailure(`the stack ended with ${child.exitCode}: ${output}\n${await this.log()}`);
      const info = await control.info().catch(() => null);
      return info?.state === 'ready' ? info : null;
    });
    this.#ownerSession = await redeemLink(this.send('accounts', null), (await control.createLink({})).url);
  }

  /** Starts again on other ports, as after `up --port-base`. */
  async startElsewhere(): Promise<void> {
    this.portBase = await freePortBase();
    this.ports = portsOf(this.portBase);
    await this.start();
  }

  /** kill -9, and waits until the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Stops as an operator would (SIGTERM); answers the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGTERM');
    return gone;
  }

  /** A client of one door with one token; null for none. */
  send(door: ListenerName, token: string | null): Send {
    const headers = (): Record<string, string> => (token === null ? {} : { authorization: `Bearer ${token}` });
    return this.#resources.use(
      createSend({ baseUrl: `http://127.0.0.1:${this.ports[door]}`, headers, connections: 16, timeoutMs: 40_000 }),
    );
  }

  /** Accounts, as the first administrator. */
  accounts(): NativeCalls {
    return nativeCalls(this.send('accounts', this.ownerSession));
  }

  /** A person by login, made when there is none, with a token for every door. */
  async person(login: string, role: 'administrator' | 'developer' | 'viewer' = 'developer'): Promise<TestPerson> {
    const accounts = this.accounts();
    if ((await accounts.callOrNull(getPrincipal, { login })) === null)
      await accounts.call(createPrincipal, { body: { login, role, kind: 'person', name: login } });
    const { token } = await accounts.call(createToken, {
      body: {
        login,
        name: 'test',
        doors: [...OPEN_DOORS],
        grants: ['*:*:admin'],
      },
    });
    return {
      login,
      token,
      forge: createGiteaClient(this.send('forge', token)),
      ci: createWoodpeckerClient(this.send('ci', token)),
      mcp: this.send('mcp', token),
      door: (name) => this.send(name, token),
      git: (folder) => gitWithToken(folder, { publicUrl: this.edgeUrl, token }),
    };
  }

  /** The server's log, for a failing test. */
  async log(): Promise<string> {
    return readFile(join(this.home, 'logs', 'server.log'), 'utf8').catch(() => '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources[Symbol.asyncDispose]();
    await this.kill();
    await rm(this.home, { recursive: true, force: true });
    await rm(`${this.home}-work`, { recursive: true, force: true });
  }
}
