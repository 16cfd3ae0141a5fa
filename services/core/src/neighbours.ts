import { createGiteaClient, type GiteaClient } from '@mosaic/contracts/gitea';
import {
  createCiExtrasClient,
  type CiExtrasClient,
  callTool,
  nativeCalls,
  type NativeCalls,
  type ToolInput,
  type ToolName,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createWoodpeckerClient, type WoodpeckerClient } from '@mosaic/contracts/woodpecker';

/** Calls one MCP tool as core. */
export type CallMcp = <N extends ToolName>(name: N, input: ToolInput<N>, signal?: AbortSignal) => Promise<ToolOutput<N>>;

/** The other services as core sees them: their contracts, with core's own token. */
export interface Neighbours {
  mcp: CallMcp;
  forge: GiteaClient;
  /** The forge's own operations. */
  forgeNative: NativeCalls;
  ci: WoodpeckerClient;
  artifacts: CiExtrasClient;
  accounts: NativeCalls;
}

export function createNeighbours(sends: { mcp: Send; forge: Send; ci: Send; accounts: Send }): Neighbours {
  return {
    mcp: (name, input, signal) => callTool(sends.mcp, name, input, signal === undefined ? {} : { signal }),
    forge: createGiteaClient(sends.forge),
    forgeNative: nativeCalls(sends.forge),
    ci: createWoodpeckerClient(sends.ci),
    artifacts: createCiExtrasClient(sends.ci),
    accounts: nativeCalls(sends.accounts),
  };
}

/** "owner/name" in its two parts. */
export function splitRepository(repository: string): [owner: string, name: string] {
  const cut = repository.indexOf('/');
  return [repository.slice(0, cut), repository.slice(cut + 1)];
}
