import { createAccountsClient } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { loadConfig, portsOf, type Config } from '@mosaic/platform/config';
import { MosaicError } from '@mosaic/platform/errors';
import { createSend } from '@mosaic/platform/http';
import { readRunState, type RunState } from '@mosaic/server/state';

import { isAlive } from './is-alive.ts';

/** The running stack on a home, reached with the key that it left there for its owner. */
export interface Control extends AsyncDisposable {
  config: Config;
  state: RunState;
  /** Where this machine reaches the one address. */
  edgeUrl: string;
  accounts: ReturnType<typeof createAccountsClient>;
  /** The front door and the MCP server, as the command line's own service account. */
  front: Send;
  mcp: Send;
}

/** Opens the control of the stack on a home; throws `unavailable` when none runs there. */
export function openControl(home?: string): Control {
  const { config } = loadConfig({ home });
  const state = readRunState(config.home);
  if (state === null || !isAlive(state.pid))
    throw new MosaicError('unavailable', `No stack runs on ${config.home}. Start one with: ./mosaic up`);
  const headers = () => ({ authorization: `Bearer ${state.controlToken}` });
  const front = createSend({ baseUrl: state.accountsUrl, headers, connections: 8 });
  const mcp = createSend({ baseUrl: state.mcpUrl, headers, connections: 8 });
  return {
    config,
    state,
    edgeUrl: `http://127.0.0.1:${portsOf(state.portBase).edge}`,
    front,
    mcp,
    accounts: createAccountsClient(front),
    async [Symbol.asyncDispose]() {
      await Promise.all([front[Symbol.asyncDispose](), mcp[Symbol.asyncDispose]()]);
    },
  };
}
