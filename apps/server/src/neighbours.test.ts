import { expect, test } from 'vitest';

import { NEIGHBOURS, portsOf } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';

import { neighboursOf } from './neighbours.ts';

test('no service is its own neighbour', async () => {
  await using stack = new Stack();
  for (const name of NEIGHBOURS) {
    const others = neighboursOf(name, { ports: portsOf(1), token: () => '', stack });
    expect(Object.keys(others)).toEqual(NEIGHBOURS.filter((other) => other !== name));
  }
});
