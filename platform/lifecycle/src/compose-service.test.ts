import { expect, test } from 'vitest';

import { composeService } from './compose-service.ts';

test('it is ok from the end of start to the begin of stop, and says where it listens', async () => {
  const undone: string[] = [];
  const service = composeService({
    name: 'forge',
    stores: [],
    async start(lifecycle) {
      lifecycle.stack.defer(() => void undone.push('store'));
      lifecycle.stack.defer(() => void undone.push('listener'));
      lifecycle.announce('forge', { port: 3000 });
      expect((await lifecycle.health()).state).toBe('down');
    },
  });
  expect((await service.health()).state).toBe('down');
  await service.start();
  expect(service.listeners).toEqual([{ name: 'forge', port: 3000, url: 'http://127.0.0.1:3000' }]);
  expect(await service.health()).toEqual({ state: 'ok' });
  await service[Symbol.asyncDispose]();
  expect(await service.health()).toEqual({ state: 'down', reason: 'It was stopped.' });
  expect(undone).toEqual(['listener', 'store']);
});

test('it is down, with the reason, while something that it depends on fails', async () => {
  let fault: string | null = null;
  await using service = composeService({
    name: 'ci',
    stores: [],
    async start(lifecycle) {
      lifecycle.dependOn('The database cannot be read', async () => {
        if (fault !== null) throw new Error(fault);
      });
    },
  });
  await service.start();
  expect(await service.health()).toEqual({ state: 'ok' });
  fault = 'disk I/O error';
  expect(await service.health()).toEqual({ state: 'down', reason: 'The database cannot be read: disk I/O error' });
  fault = null;
  expect(await service.health()).toEqual({ state: 'ok' });
});

test('a start that fails undoes what it opened, and the fault is told', async () => {
  const undone: string[] = [];
  const service = composeService({
    name: 'mcp',
    stores: [],
    async start({ stack }) {
      stack.defer(() => void undone.push('store'));
      throw new Error('port taken');
    },
  });
  await expect(service.start()).rejects.toThrow('port taken');
  expect(undone).toEqual(['store']);
  expect(await service.health()).toEqual({ state: 'down', reason: 'It could not start: port taken' });
});

test('a start that failed may be tried again, and only what the last try announced counts', async () => {
  let tries = 0;
  const undone: number[] = [];
  await using service = composeService({
    name: 'mcp',
    stores: [],
    async start(lifecycle) {
      lifecycle.announce('mcp', { port: 3456 });
      lifecycle.dependOn('The first try', async () => {
        if (tries === 1) throw new Error('is over');
      });
      tries += 1;
      const own = tries;
      lifecycle.stack.defer(() => void undone.push(own));
      if (tries === 1) throw new Error('port taken');
    },
  });
  await expect(service.start()).rejects.toThrow('port taken');
  await service.start();
  expect(undone).toEqual([1]);
  expect(service.listeners).toHaveLength(1);
  expect(await service.health()).toEqual({ state: 'ok' });
});
