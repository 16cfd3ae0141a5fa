import { createGiteaClient, type GiteaClient } from '@mosaic/contracts/gitea';
import {
  callTool,
  type CiExtrasClient,
  createCiExtrasClient,
  type NativeCalls,
  nativeCalls,
  type ToolDatum,
  type ToolInput,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createWoodpeckerClient, type WoodpeckerClient } from '@mosaic/contracts/woodpecker';

/** Calls one MCP tool as core. */
export type CallMcp = <D extends ToolDatum>(tool: D, input: ToolInput<D>, signal?: AbortSignal) => Promise<ToolOutput<D>>;

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
    mcp: (tool, input, signal) => callTool(sends.mcp, tool, input, signal === undefined ? {} : { signal }),
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
