import { createTony } from '@mosaic/tony';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';

import { takerToken, type FakeNeighbours } from './fake-neighbours.ts';

/** Tony with its two agents and fake neighbours; what it keeps stays in the folder when it is disposed. */
export async function startTony(
  fake: FakeNeighbours,
  folder: string,
  { heartbeatMs = 10_000, lookMs = 10_000 } = {},
): Promise<AsyncDisposable> {
  const stack = new Stack();
  const send = ({ url }: { url: string }) => stack.use(createSend({ baseUrl: url, headers: () => ({ authorization: 'Bearer tony' }) }));
  const tony = stack.use(
    await createTony(
      { dataFolder: folder, publicUrl: 'http://localhost:8080', heartbeatMs, lookMs, waitMs: 300 },
      {
        log: silentLog(),
        bus: createLocalBus(),
        mcp: send(fake.mcp),
        forge: send(fake.forge),
        accounts: send(fake.accounts),
        takerToken: async (login) => takerToken(login),
      },
    ),
  );
  await tony.start();
  return stack;
}
