import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import type { Service } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';

import { standInFor } from './stand-in.ts';

const service: Service = {
  name: 'core',
  listeners: [],
  stores: [],
  events: null,
  start: async () => undefined,
  health: async () => ({ state: 'down', reason: 'The disk is full.' }),
  [Symbol.asyncDispose]: async () => undefined,
};

test("a service that is down answers its own probes; on a site's host every path is the site's, which is down too", async () => {
  const isSite = (host: string) => host === 'hello.localhost';
  await using listening = await standInFor(service, { port: 0, hosts: ['localhost', '.localhost'], isSite, log: silentLog() });
  const ask = (host: string, path: string) =>
    new Promise<string>((resolve, reject) => {
      request({ port: listening.port, host: '127.0.0.1', path, headers: { host } }, (response) => {
        text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject);
      })
        .once('error', reject)
        .end();
    });
  expect(await ask('localhost', '/readyz')).toBe('503 {"state":"down"}');
  expect(await ask('localhost', '/')).toContain('The service core is down at the moment');
  for (const path of ['/readyz', '/healthz', '/metrics', '/'])
    expect(await ask('hello.localhost', path)).toMatch(/^503 .*The service core is down at the moment/);
});
