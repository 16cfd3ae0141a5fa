import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';

import type { StepConfig, WorkflowConfig } from '../../compile/workflow-config.ts';
import type { BackendWorkflow } from '../backend.ts';
import { attempts, countEscapes } from './escapes.ts';
import type { FenceAnswer } from './fence.ts';
import { DEFAULT_IDS } from './identity.ts';
import { createLocalBackend } from './local-backend.ts';
import type { NetworkKind } from './networks.ts';

/** What hostile steps got through. */
export interface EscapeReport {
  tried: number;
  /** By name; empty when the fence holds. */
  broken: string[];
  /** What the steps ran in, {@link Backend.describe}. */
  fence: string;
}

/** Name of the key that a caller may put into the server's keyring beforehand. */
export const PROBE_KEY = 'mosaic-probe';

/** Apart from those of a platform that runs meanwhile. */
const IDS = { first: DEFAULT_IDS.first + DEFAULT_IDS.count, count: 2 };

/**
 * Tries every way out on this machine, as the user that runs it, against a home and a door of its own. `folder` is one that nobody
 * else may write. @throws MosaicError when the steps cannot run at all.
 */
export async function tryEscapes(folder: string, fence: FenceAnswer, wanted?: NetworkKind): Promise<EscapeReport> {
  const home = await mkdtemp(join(folder, 'mosaic-probe-'));
  const name = `mosaic-probe-${process.pid}`;
  await using door = await listenAt({ port: 0, host: '127.0.0.1' });
  await using _abstract = await listenAt({ path: `\0${name}` });
  try {
    const workRoot = join(home, 'work');
    const other = join(workRoot, 'workflow-2147483645-other');
    await mkdir(join(other, 'workspace'), { recursive: true, mode: 0o700 });
    const secret = join(home, 'secret');
    await writeFile(secret, 'top-secret', { mode: 0o600 });
    const how = fence.ok && fence.identity === 'range' && fence.ids.first === DEFAULT_IDS.first ? { ...fence, ids: IDS } : fence;
    await using backend = createLocalBackend({
      workRoot,
      hiddenPaths: [home],
      network: { wanted, doors: [] },
      canFence: () => Promise.resolve(how),
    });
    const words = (await backend.describe()) ?? '';
    const isPrivate = words.includes('network of its own');
    const environment = {
      SECRET: secret,
      OTHER: other,
      PLATFORM: String(process.pid),
      // Brackets, so that what looks for it does not find itself.
      PLATFORM_MARK: (process.argv[1] ?? 'mosaic').replace(/^./, '[$&]'),
      KEY: PROBE_KEY,
      DOOR: String((door.server.address() as AddressInfo).port),
      ABSTRACT: name,
    };
    const steps = [stepOf('first', attempts(0, isPrivate)), stepOf('second', `${attempts(1, isPrivate)}\necho all-tried`)];
    await using workflow = await backend.open({ ...WORKFLOW, steps }, {});
    const lines: string[] = [];
    for (const step of steps) lines.push(...(await outputOf(workflow, step, environment)).split('\n'));
    const broken = lines.flatMap((line) => /^([^']*): broken$/.exec(line)?.[1] ?? []);
    if (!lines.includes('all-tried')) broken.push(`the steps did not come to their end: ${lines.at(-2) ?? ''}`);
    return { tried: countEscapes(isPrivate), broken: [...new Set(broken)], fence: words };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const WORKFLOW: WorkflowConfig = {
  repo: 'mosaic/probe',
  pipelineNumber: 1,
  workflowName: 'probe',
  steps: [],
  secrets: [],
  workspacePath: 'src',
  timeoutMinutes: 1,
};

function stepOf(name: string, commands: string): StepConfig {
  return {
    uuid: name,
    pid: 1,
    name,
    type: 'commands',
    image: 'bash',
    commands: [commands],
    environment: {},
    directory: '',
    dependsOn: [],
    after: [],
    onSuccess: true,
    onFailure: false,
    failure: 'fail',
    detach: false,
  };
}

async function outputOf(workflow: BackendWorkflow, step: StepConfig, environment: Record<string, string>): Promise<string> {
  const running = await workflow.start(step, environment);
  const output = await text(running.output);
  await running.ended;
  return output;
}

async function listenAt(where: { port: number; host: string } | { path: string }): Promise<AsyncDisposable & { server: Server }> {
  const server = createServer((socket) => void socket.on('error', () => undefined).end()).listen(where);
  await once(server, 'listening');
  return { server, [Symbol.asyncDispose]: async () => void server.close() };
}
