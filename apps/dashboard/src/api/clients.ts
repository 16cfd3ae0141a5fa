import { createGiteaClient } from '@mosaic/contracts/gitea';
import {
  callTool,
  createCiExtrasClient,
  gatewayOf,
  nativeCalls,
  type ToolDatum,
  type ToolInput,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';
import { createWoodpeckerClient } from '@mosaic/contracts/woodpecker';

import { createBrowserSend } from './send.ts';

const front = createBrowserSend('');
const forgeDoor = createBrowserSend(gatewayOf('forge'));
const ciDoor = createBrowserSend(gatewayOf('ci'));

/** The contracts' clients behind the front door, as the signed-in reader. */
export const accounts = nativeCalls(front);
export const forge = createGiteaClient(forgeDoor);
/** What our forge does beside Gitea's contract; another one answers that there is no such thing. */
export const forgeExtras = nativeCalls(forgeDoor);
export const ci = createWoodpeckerClient(ciDoor);
export const ciExtras = createCiExtrasClient(ciDoor);

/** One tool call over MCP. */
export function callMcp<D extends ToolDatum>(tool: D, input: ToolInput<D>, signal?: AbortSignal): Promise<ToolOutput<D>> {
  return callTool(front, tool, input, { path: gatewayOf('mcp'), ...(signal === undefined ? {} : { signal }) });
}

/** An id for one write; repeat it to repeat the write safely. */
export function requestId(): string {
  // randomUUID needs a secure context, which an installation reached over plain HTTP by name is not.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
