import { createTony } from '@mosaic/tony';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';

import type { FakeMcp } from './fake-mcp.ts';

/** Tony with its two agents on a fake of its neighbours; what it keeps stays in the folder when it is disposed. */
export async function startTony(fake: FakeMcp, folder: string, { heartbeatMs = 10_000 } = {}): Promise<AsyncDisposable> {
  const stack = new Stack();
  const send = stack.use(createSend({ baseUrl: fake.url, headers: () => ({ authorization: 'Bearer tony' }) }));
  const tony = stack.use(
    await createTony(
      { dataFolder: folder, publicUrl: 'http://localhost:8080', heartbeatMs, waitMs: 300 },
      { log: silentLog(), bus: createLocalBus(), mcp: send, forge: send, accounts: send, takerToken: async (login) => `${login}-token` },
    ),
  );
  await tony.start();
  return stack;
}
