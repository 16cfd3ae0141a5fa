import { createAccounts } from '@mosaic/accounts';
import { createCi } from '@mosaic/ci';
import { createCore } from '@mosaic/core';
import { createEdge } from '@mosaic/edge';
import { createForge } from '@mosaic/forge';
import { createMcp } from '@mosaic/mcp';
import type { Loaded } from '@mosaic/platform/config';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { lockHome, Stack, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { createTony } from '@mosaic/tony';
import { join } from 'node:path';

import { checkPorts } from './port-check.ts';
import { removeRunState, writeRunState } from './state-file.ts';
import { collectStatus, VERSION } from './status.ts';

/** A running stack: every service in this process. Disposing drains it. */
export interface Server extends AsyncDisposable {
  signInLink(login: string): Promise<string>;
}

export interface ServerDeps {
  log: Log;
  /** Called when somebody with the right to do so asks the stack to stop. */
  stop: () => void;
}
