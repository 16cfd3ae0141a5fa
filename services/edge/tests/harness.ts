import { mkdtempSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { OPEN_DOORS, type OpenDoor } from '@mosaic/contracts/mosaic';
import { createEdge } from '@mosaic/edge';
import { silentLog } from '@mosaic/platform/log';
import { Stack } from '@mosaic/platform/lifecycle';
import { openKeyring } from '@mosaic/platform/secrets';

/** The same for every edge of the tests. */
export const KEYRING = openKeyring(join(mkdtempSync(join(tmpdir(), 'mosaic-edge-')), 'key'));

export interface EdgeHarness extends AsyncDisposable {
  port: number;
}

/** An edge on a free port. A door without an origin leads to a server that answers with what it was asked. */
export async function startEdge(origins: Partial<Record<OpenDoor, string>> = {}): Promise<EdgeHarness> {
  const stack = new Stack();
  const echo = stack.use(
    await startUpstream((request, response) => response.end(JSON.stringify({ url: request.url, headers: request.headers }))),
  );
  const named = { ...(Object.fromEntries(OPEN_DOORS.map((door) => [door, echo.origin])) as Record<OpenDoor, string>), ...origins };
  const edge = stack.use(
    await createEdge({ port: 0, publicUrl: 'http://localhost:8080', origins: named }, { log: silentLog(), keyring: KEYRING }),
  );
  await edge.start();
  return { port: edge.listeners[0]?.port ?? 0, [Symbol.asyncDispose]: async () => stack[Symbol.asyncDispose]() };
}

/** A server behind the edge. */
export async function startUpstream(listener: RequestListener): Promise<AsyncDisposable & { server: Server; origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
