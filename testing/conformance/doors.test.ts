import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createAccounts } from '@mosaic/accounts';
import { createCi } from '@mosaic/ci';
import { createCore } from '@mosaic/core';
import { createEdge } from '@mosaic/edge';
import { createForge } from '@mosaic/forge';
import { createMcp } from '@mosaic/mcp';
import type { Send } from '@mosaic/contracts/wire';
import type { StoreLocation } from '@mosaic/platform/db';
import { createLocalBus } from '@mosaic/platform/events';
import type { Service } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { storeEngines } from '@mosaic/testing/servers';
import { createTony } from '@mosaic/tony';

/** Neighbours that are away: a service starts, listens and is well without them. */
const away: Send = async () => Promise.reject(new Error('away'));

const engines = storeEngines();
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mosaic-doors-'));
});
afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

interface Ground {
  folder: string;
  store: StoreLocation;
}

/** Every service, composed as the composition root does, on a port that is free. */
const SERVICES: Record<string, (ground: Ground) => Promise<Service>> = {
  accounts: async (ground) =>
    createAccounts(
      { ...door(ground), home: ground.folder, pagesFolder: join(ground.folder, 'pages') },
      { ...deps(ground), adminPassword: 'correct horse battery', upstream: () => null, feeds: {}, status, stop: () => {} },
    ),
  ci: async (ground) =>
    createCi(
      { ...door(ground), forgeUrl: 'http://127.0.0.1:1', backends: ['dummy'], local: { workRoot: join(ground.folder, 'work') } },
      deps(ground),
    ),
  core: async (ground) => createCore(door(ground), deps(ground)),
  edge: async (ground) => {
    const { dataFolder: _folder, store: _store, hosts: _hosts, ...settings } = door(ground);
    const origin = 'http://127.0.0.1:1';
    return createEdge({ ...settings, origins: { front: origin, sites: origin, forge: origin, ci: origin, mcp: origin } }, deps(ground));
  },
  forge: async (ground) => createForge(door(ground), deps(ground)),
  mcp: async (ground) => createMcp(door(ground), deps(ground)),
  tony: async (ground) => {
    const agents = { triage: { token: '1'.repeat(40) }, reviewer: { token: '2'.repeat(40) } };
    const { dataFolder, store, publicUrl } = door(ground);
    return createTony({ dataFolder, store, publicUrl }, { ...deps(ground), agents });
  },
};

/** Their facts are their own or nobody's: core and tony are MCP clients, the edge keeps no rows. */
const WITHOUT_FEED = new Set(['core', 'edge', 'tony']);

const door = ({ folder, store }: Ground) => ({
  port: 0,
  addresses: ['127.0.0.1'],
  hosts: ['127.0.0.1', 'localhost'],
  publicUrl: 'http://localhost:8080',
  dataFolder: join(folder, 'data'),
  store,
});
const deps = ({ folder }: Ground) => ({
  log: silentLog(),
  bus: createLocalBus(),
  keyring: openKeyring(join(folder, 'key')),
  accounts: away,
  forge: away,
  ci: away,
  mcp: away,
});
const status = async () => ({ services: [], version: '0.0.0', uptimeMs: 0 });

test('the table has every service', async () => {
  const folders = await readdir(join(import.meta.dirname, '../../services'));
  expect(Object.keys(SERVICES)).toEqual(folders.toSorted());
});

describe.each(engines)('on $dialect', (engine) => {
  test.skipIf(engine.missing !== null).each(Object.entries(SERVICES))(
    '%s starts, says how it is at each door, and stops',
    async (name, make) => {
      const ground = { folder: await mkdtemp(join(home, `${name}-`)), store: await engine.location() };
      await using service = await make(ground);
      expect(service.name).toBe(name);
      expect((await service.health()).state).toBe('down');
      await service.start();
      expect(await service.health()).toEqual({ state: 'ok' });
      if (name !== 'tony') expect(service.listeners).not.toEqual([]);
      for (const { url } of service.listeners) {
        expect((await fetch(`${url}/healthz`)).status).toBe(204);
        const ready = await fetch(`${url}/readyz`);
        expect([ready.status, await ready.json()]).toEqual([200, { state: 'ok' }]);
        // The edge is all proxy; this machine's own measures are each neighbour's too.
        expect((await fetch(`${url}/metrics`)).status).toBe(name === 'edge' ? 404 : 401);
        if (!WITHOUT_FEED.has(name)) expect((await fetch(`${url}/-/events`)).status).toBe(401);
      }
      await service[Symbol.asyncDispose]();
      expect(await service.health()).toEqual({ state: 'down', reason: 'It was stopped.' });
      for (const { url } of service.listeners) await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    },
  );

  test.skipIf(engine.missing !== null).each(Object.entries(SERVICES))('%s begins again on what it left', async (name, make) => {
    const ground = { folder: await mkdtemp(join(home, `${name}-`)), store: await engine.location() };
    for (let run = 0; run < 2; run += 1) {
      await using service = await make(ground);
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
