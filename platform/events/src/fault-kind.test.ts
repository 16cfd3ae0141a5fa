import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { ToolError, type ErrorCode } from '@mosaic/contracts/mosaic';
import { Lasting, MosaicError } from '@mosaic/platform/errors';

import { faultKind } from './fault-kind.ts';

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
  expect(faultKind(new MosaicError('unavailable', 'It is damaged.', { cause: new Lasting() }))).toBe('lasting');
  expect(faultKind(new MosaicError('too_large', 'It is too large.'))).toBe('lasting');
  expect(faultKind(new MosaicError('timeout', 'git log took longer than its limit.'))).toBe('fault');
  expect(faultKind(new TypeError('ours'))).toBe('fault');
  const refusal = (code: ErrorCode) => new ToolError('inbox_send', { code, message: 'no', faults: [] });
  expect(['not_found', 'unavailable', 'internal'].map((code) => faultKind(refusal(code as ErrorCode)))).toEqual([
    'lasting',
    'away',
    'fault',
  ]);
});
