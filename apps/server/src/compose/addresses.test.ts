import { createServer } from 'node:net';

import { expect, test } from 'vitest';

import { listenWith } from '@mosaic/platform/http';

import { addressesWith } from './addresses.ts';

test.each(['', '0.0.0.0', '::', '127.0.0.1', '::1', '127.0.0.2'])('one can listen on "%s" and come by loopback', async (listen) => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  await using door = await listenWith(
    { request: (_request, response) => response.end('here') },
    { port, addresses: addressesWith(listen) },
  );
  for (const host of ['127.0.0.1', ...(listen === '127.0.0.2' || listen === '0.0.0.0' ? ['127.0.0.2'] : [])])
    expect(await (await fetch(`http://${host}:${door.port}/`)).text()).toBe('here');
});
