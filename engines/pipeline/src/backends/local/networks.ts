import { MosaicError } from '@mosaic/platform/errors';

import type { Fence } from './fence.ts';
import { openPrivateNetwork, RESOLVERS, type PrivateNetwork } from './private-network.ts';
import { readOr } from './read-or.ts';

/** `private`: each workflow has a network of its own. `shared`: its steps are in the machine's. */
export type NetworkKind = 'private' | 'shared';

export interface NetworkOptions {
  /** What the installation asks for; left out, `private` where it works. */
  wanted?: NetworkKind | undefined;
  /** Ports of the machine's loopback that steps in a private network reach: the forge's, and what the installation adds. */
  doors: readonly number[];
}

/** Which of them holds, and why. */
export interface NetworkAnswer {
  kind: NetworkKind;
  reason: string;
}

/**
 * Gives each workflow its network. Where the installation asks for none, the first try decides for as long as the server runs:
 * what only later fails, as under a step that takes all memory, fails the workflow and never lets it into the machine's network.
 * One thing alone changes by itself: a machine that has no route to anywhere, as a laptop in a train, has nothing for pasta to
 * reach, and shares its network as long as that lasts.
 */
export class Networks {
  readonly #fence: Fence;
  readonly #id: number;
  readonly #options: NetworkOptions;
  /** Why the first one could not be made; null where it could. */
  #first: Promise<string | null> | undefined;
  /** That of the first try, for the first workflow. */
  #spare: PrivateNetwork | null = null;
  /** {@link surroundings} when each was made. */
  readonly #around = new WeakMap<PrivateNetwork, string>();

  /** `id`: as whom pasta runs where the server is root. */
  constructor(fence: Fence, id: number, options: NetworkOptions) {
    this.#fence = fence;
    this.#id = id;
    this.#options = options;
  }

  /** What a workflow that began now would get. */
  async answer(): Promise<NetworkAnswer> {
    const { wanted } = this.#options;
    if (wanted === 'shared') return { kind: 'shared', reason: 'as the setting stepNetwork says' };
    const isAsked = wanted === 'private';
    if (!isAsked && !hasRoute()) return { kind: 'shared', reason: 'this machine has no route to anywhere at the moment' };
    const fault = await (this.#first ??= this.#tryOnce());
    if (fault === null || isAsked) return { kind: 'private', reason: fault === null ? 'made by pasta' : `cannot be made: ${fault}` };
    return { kind: 'shared', reason: `a network of their own is not possible here: ${fault}` };
  }

  /** The network of a new workflow; null for the machine's. @throws MosaicError (`unavailable`) when it cannot be made. */
  async take(): Promise<PrivateNetwork | null> {
    if ((await this.answer()).kind === 'shared') return null;
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null && this.#isFresh(spare)) return spare;
    await spare?.[Symbol.asyncDispose]();
    return this.#make().catch(refuse);
  }

  /** Whether a network that was taken before is what {@link take} would give now. */
  async isCurrent(network: PrivateNetwork | null): Promise<boolean> {
    const { kind } = await this.answer();
    return network === null ? kind === 'shared' : kind === 'private' && this.#isFresh(network);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spare?.[Symbol.asyncDispose]();
    this.#spare = null;
  }

  async #tryOnce(): Promise<string | null> {
    try {
      this.#spare = await this.#make();
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  #isFresh(network: PrivateNetwork): boolean {
    return !network.isOver() && this.#around.get(network) === surroundings();
  }

  async #make(): Promise<PrivateNetwork> {
    const around = surroundings();
    const network = await openPrivateNetwork(this.#fence, this.#id, this.#options.doors);
    this.#around.set(network, around);
    return network;
  }
}

function refuse(error: Error): never {
  throw new MosaicError(
    'unavailable',
    `The network of this workflow could not be made: ${error.message}. \`mosaic doctor\` says what is missing.`,
    { cause: error },
  );
}

/** The resolver file of steps in a private network: ours in place of the machine's, of the families that the machine asks in. */
export function privateResolver(machine: string): string {
  const lines = machine.split('\n');
  const asked = lines.flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
  const names = [
    ...(asked.some((address) => !address.includes(':')) ? [RESOLVERS.ipv4] : []),
    ...(asked.some((address) => address.includes(':')) ? [RESOLVERS.ipv6] : []),
  ];
  const others = lines.filter((line) => /^\s*(?:search|domain|options)\s/.test(line));
  return [...names.map((name) => `nameserver ${name}`), ...others, ''].join('\n');
}

/** What pasta reads when it starts and never again. */
function surroundings(): string {
  return [readOr('/etc/resolv.conf'), routes()].join('\n');
}

/** Whether any interface leads beyond this machine's own networks. */
function hasRoute(): boolean {
  return routes() !== '';
}

/** The default routes of both families (proc_pid_net(5)), without their counters. */
function routes(): string {
  const ipv4 = readOr('/proc/net/route')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, destination, , , , , , mask]) => destination === '00000000' && mask === '00000000')
    .map(([name, , gateway]) => `${name} ${gateway}`);
  const ipv6 = readOr('/proc/net/ipv6_route')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([destination, prefix, , , , , , , , name]) => destination === '0'.repeat(32) && prefix === '00' && name !== 'lo')
    .map(([, , , , gateway, , , , , name]) => `${name} ${gateway}`);
  return [...ipv4, ...ipv6].join('\n');
}
