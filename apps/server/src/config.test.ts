import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { rememberSettings } from '@mosaic/platform/config';

import { loadConfig } from './config.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mosaic-config-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('defaults make a stack on loopback', () => {
  const { config } = loadConfig({ home, environment: {} });
  expect(config.publicUrl).toBe('http://localhost:8080');
  expect(config.ports).toMatchObject({ edge: 8080, forge: 3000, ci: 8000, mcp: 3456 });
});

test('a flag goes before a variable, that before the file, that before what was remembered', () => {
  rememberSettings(home, { portBase: 100 });
  expect(loadConfig({ home, environment: {} }).config.ports.edge).toBe(8180);
  writeFileSync(join(home, 'mosaic.yaml'), 'portBase: 200\n');
  expect(loadConfig({ home, environment: {} }).config.ports.edge).toBe(8280);
  expect(loadConfig({ home, environment: { MOSAIC_PORT_BASE: '300' } }).config.ports.edge).toBe(8380);
  expect(loadConfig({ home, environment: { MOSAIC_PORT_BASE: '300' }, flags: { portBase: 400 } }).config.ports.edge).toBe(8480);
});

test('hosts for webhooks are a list in the file, and by commas in a variable', () => {
  writeFileSync(join(home, 'mosaic.yaml'), 'webhookHosts: [10.0.0.0/8]\n');
  expect(loadConfig({ home, environment: {} }).config.webhookHosts).toEqual(['10.0.0.0/8']);
  const told = loadConfig({ home, environment: { MOSAIC_WEBHOOK_HOSTS: 'woodpecker.internal:8000, 127.0.0.1:9000/api/hook,' } });
  expect(told.config.webhookHosts).toEqual(['woodpecker.internal:8000', '127.0.0.1:9000/api/hook']);
});

test('ports that steps reach are numbers in the file, and by commas in a variable', () => {
  writeFileSync(join(home, 'mosaic.yaml'), 'stepPorts: [5432]\nstepNetwork: shared\n');
  expect(loadConfig({ home, environment: {} }).config).toMatchObject({ stepPorts: [5432], stepNetwork: 'shared' });
  const environment = { MOSAIC_STEP_PORTS: '5432, 6379,', MOSAIC_STEP_NETWORK: 'private' };
  expect(loadConfig({ home, environment }).config).toMatchObject({ stepPorts: [5432, 6379], stepNetwork: 'private' });
  for (const wrong of ['0', '65536', 'http', '1.5']) {
    expect(() => loadConfig({ home, environment: { MOSAIC_STEP_PORTS: wrong } })).toThrow('stepPorts');
  }
});

test('all faults are told at once', () => {
  writeFileSync(join(home, 'mosaic.yaml'), 'portBase: 999999\ncolour: red\n');
  const fault = () => loadConfig({ home, environment: { MOSAIC_ADMIN_PASSWORD: 'short', MOSAIC_COLOR: 'x', MOSAIC_ADMIN_USER: 'api' } });
  expect(fault).toThrow(/portBase[\s\S]*/);
  for (const part of ['portBase', 'colour', 'MOSAIC_ADMIN_PASSWORD', 'MOSAIC_COLOR', 'adminUser']) expect(fault).toThrow(part);
});

test('a base that puts a door where browsers do not go is refused', () => {
  expect(() => loadConfig({ home, environment: {}, flags: { portBase: 2000 } })).toThrow('port 10080');
  expect(() => loadConfig({ home, environment: {}, flags: { portBase: 3000 } })).toThrow('port 6000');
});

test('listening beyond loopback needs a TLS address', () => {
  const listen = (url?: string) => loadConfig({ home, environment: {}, flags: { listen: '0.0.0.0', url } });
  expect(() => listen()).toThrow('--url https');
  expect(() => listen('http://dev.example')).toThrow('--url https');
  expect(listen('https://dev.example/').config.publicUrl).toBe('https://dev.example');
});

test('every key is told in the reference', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../../docs/reference/configuration.md'), 'utf8');
  const {
    home: _home,
    ports: _ports,
    publicUrl: _url,
    workRoot: _root,
    hosts: _hosts,
    ...settings
  } = loadConfig({ home, environment: {} }).config;
  expect(Object.keys(settings).filter((key) => !reference.includes(`\`${key}\``))).toEqual([]);
});
