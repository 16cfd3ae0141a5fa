import { expect, test } from 'vitest';

import { privateResolver } from './networks.ts';

test.each([
  ['nameserver 127.0.0.53\noptions edns0\nsearch corp.test\n', 'nameserver 192.0.0.8\noptions edns0\nsearch corp.test\n'],
  ['# by hand\nnameserver 10.0.0.2\nnameserver fd00::1\n', 'nameserver 192.0.0.8\nnameserver 100::8\n'],
  ['nameserver ::1\n', 'nameserver 100::8\n'],
  ['', ''],
])('steps ask pasta in the families in which the machine asks: %j', (machine, steps) => {
  expect(privateResolver(machine)).toBe(steps);
});
