import { execFileSync } from 'node:child_process';

import { expect, test, vi } from 'vitest';

import { canFence } from './fence.ts';
import { openPrivateNetwork, type PrivateNetwork } from './private-network.ts';

const fence = await canFence();

/** Null where the machine allows none; other tests say so. */
async function tryOpen(door: number): Promise<PrivateNetwork | null> {
  if (!fence.ok) return null;
  return openPrivateNetwork(fence, fence.ids.first + fence.ids.count - 1, [door]).catch(() => null);
}

test('a network that is over signals nobody who may have got its id since', async (context) => {
  const door = 10_000 + (process.pid % 10_000);
  const network = await tryOpen(door);
  if (network === null) return context.skip();
  const pids = execFileSync('pgrep', ['-f', `^pasta .*${door}`], { encoding: 'utf8' });
  for (const pid of pids.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
  await network.ended;
  const kill = vi.spyOn(process, 'kill');
  await network[Symbol.asyncDispose]();
  expect(kill).not.toHaveBeenCalled();
  kill.mockRestore();
});
