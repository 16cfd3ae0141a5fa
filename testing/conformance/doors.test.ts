import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { FEEDS, SERVICES as ROWS } from '@mosaic/contracts/mosaic';
import type { StoreLocation } from '@mosaic/platform/db';
import { storeEngines } from '@mosaic/testing/servers';

import { SERVICES } from './services.ts';

const engines = storeEngines();
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mosaic-doors-'));
});
afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

test('the table has every service', async () => {
  const folders = await readdir(join(import.meta.dirname, '../../services'));
  expect(Object.keys(SERVICES).toSorted()).toEqual(folders.toSorted());
});

describe.each(engines)('on $dialect', (engine) => {
  test.skipIf(engine.missing !== null).each(Object.entries(SERVICES))(
    '%s starts, says how it is at each door, and stops',
    async (name, make) => {
      const fixture = { folder: await mkdtemp(join(home, `${name}-`)), store: await engine.location() };
      await using service = await make(fixture);
      expect(service.name).toBe(name);
      expect((await service.health()).state).toBe('down');
      await service.start();
      expect(await service.health()).toEqual({ state: 'ok' });
      expect(service.listeners.length > 0).toBe(Object.keys(ROWS[service.name].listeners).length > 0);
      const isHttp = ({ url }: { url: string }) => url.startsWith('http:');
      for (const { url } of service.listeners.filter(isHttp)) {
        expect((await fetch(`${url}/healthz`)).status).toBe(204);
        const ready = await fetch(`${url}/readyz`);
        expect([ready.status, await ready.json()]).toEqual([200, { state: 'ok' }]);
        // The edge is all proxy; this machine's own measures are each neighbour's too.
        expect((await fetch(`${url}/metrics`)).status).toBe(name === 'edge' ? 404 : 401);
        if (FEEDS.some((feed) => feed === name)) expect((await fetch(`${url}/-/events`)).status).toBe(401);
      }
      await service[Symbol.asyncDispose]();
      expect(await service.health()).toEqual({ state: 'down', reason: 'It was stopped.' });
      for (const { url } of service.listeners.filter(isHttp)) await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    },
  );

  test.skipIf(engine.missing !== null).each(Object.entries(SERVICES))('%s begins again on what it left', async (name, make) => {
    const fixture = { folder: await mkdtemp(join(home, `${name}-`)), store: await engine.location() };
    for (let run = 0; run < 2; run += 1) {
      await using service = await make(fixture);
      await service.start();
      expect(await service.health()).toEqual({ state: 'ok' });
    }
  });
});

test.each(Object.entries(SERVICES).filter(([name]) => name !== 'edge'))(
  '%s refuses a store that it does not know, in words',
  async (name, make) => {
    const folder = await mkdtemp(join(home, `${name}-`));
    const unknown = { dialect: 'oracle', url: 'oracle://127.0.0.1' } as unknown as StoreLocation;
    await expect(make({ folder, store: unknown })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^The configuration of .+ is not valid: store/),
    });
  },
);
