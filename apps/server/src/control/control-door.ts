import { chmodSync, rmSync } from 'node:fs';

import { createHttpApp, mountOperations } from '@mosaic/platform/http';
import { ANONYMOUS } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';

import { controlPath, controlSocket } from './control-path.ts';
import { CONTROL_OPERATIONS, type Controls } from './operations.ts';

/**
 * Listens on the home's control socket; the caller holds the lock on the home, so what lies there is a dead predecessor's.
 * Node cannot read a peer's credentials (SO_PEERCRED); the check is the socket's mode 0600 below a folder of mode 0700, which
 * lets in the home's owner and the machine's root. A socket goes with its process: a copied home has none, nor has one whose
 * process was killed or whose machine was restarted.
 */
export async function openControlDoor(home: string, controls: Controls, log: Log): Promise<AsyncDisposable> {
  const app = createHttpApp({ name: 'control', log, hosts: ['localhost'], health: async () => ({ state: 'ok' }) });
  mountOperations(app, CONTROL_OPERATIONS, { context: controls, credential: () => null, authenticate: async () => ANONYMOUS });
  const socket = controlSocket(home);
  rmSync(socket, { force: true });
  using reached = controlPath(home);
  await app.listen({ path: reached.path });
  chmodSync(socket, 0o600);
  return {
    async [Symbol.asyncDispose]() {
      await app.close();
      rmSync(socket, { force: true });
    },
  };
}
