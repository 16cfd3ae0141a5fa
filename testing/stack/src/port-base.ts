import { createServer } from 'node:net';

import { portsOf } from '@mosaic/contracts/mosaic';
import { blockedPort } from '@mosaic/platform/config';

/** A port base below 20000 whose ports are all free now; random, so that tests side by side rarely meet. */
export async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 200 + Math.floor(Math.random() * 197) * 100;
    if (blockedPort(base) !== null) continue;
    const free = await Promise.all(Object.values(portsOf(base)).map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free range of ports was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
