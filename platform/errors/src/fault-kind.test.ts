import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { ToolError, type ErrorCode } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';

import { faultKind } from './fault-kind.ts';
import { PermanentError } from './permanent-error.ts';
import { MosaicError } from './mosaic-error.ts';

const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

it('a neighbour or a store that is not there says nothing about the event', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(faultKind(await thrownBy(() => fetch(`http://127.0.0.1:${port}/`)))).toBe('away');
  const folder = await mkdtemp(join(tmpdir(), 'fault-kind-'));
  {
    using first = new DatabaseSync(join(folder, 'a.db'));
    using second = new DatabaseSync(join(folder, 'a.db'));
    first.exec('begin immediate');
    expect(faultKind(await thrownBy(() => second.exec('begin immediate')))).toBe('away');
  }
  await rm(folder, { recursive: true });
  expect(faultKind(Object.assign(new Error('closed'), { code: '57P01' }))).toBe('away');
  expect(faultKind(new MosaicError('unavailable', 'It starts.'))).toBe('away');
});

it('what waiting does not mend is tried a bounded number of times, or once', () => {
  expect(faultKind(new MosaicError('unavailable', 'It is damaged.', { cause: new PermanentError() }))).toBe('permanent');
  expect(faultKind(new MosaicError('too_large', 'It is too large.'))).toBe('permanent');
  expect(faultKind(new MosaicError('timeout', 'git log took longer than its limit.'))).toBe('fault');
  expect(faultKind(new TypeError('ours'))).toBe('fault');
  const refusal = (code: ErrorCode) => new ToolError('inbox_send', { code, message: 'no', faults: [] });
  expect(['not_found', 'unavailable', 'internal'].map((code) => faultKind(refusal(code as ErrorCode)))).toEqual([
    'permanent',
    'away',
    'fault',
  ]);
});

it("a neighbour's answer counts by its status, also behind our own words for it", () => {
  const answered = (status: number) => new WireError({ method: 'GET', path: '/' }, status, '');
  expect([401, 404, 429, 500, 503, 507].map((status) => faultKind(answered(status)))).toEqual([
    'away',
    'permanent',
    'away',
    'fault',
    'away',
    'away',
  ]);
  const behind = (status: number) => new MosaicError('unavailable', 'It has a fault of its own.', { cause: answered(status) });
  expect([404, 500, 503].map((status) => faultKind(behind(status)))).toEqual(['fault', 'fault', 'away']);
  expect(faultKind(new MosaicError('not_found', 'It is gone.', { cause: answered(404) }))).toBe('permanent');
});
