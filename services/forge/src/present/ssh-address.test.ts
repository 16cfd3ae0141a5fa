import { expect, test } from 'vitest';

import { SshAddress } from './ssh-address.ts';

const LOCAL = ['127.0.0.1', '::1'];

test.each([
  ['http://localhost:8080', LOCAL, 2222, 'ssh://git@localhost:2222/ada/lib.git'],
  ['http://localhost:8080', LOCAL, 22, 'git@localhost:ada/lib.git'],
  ['http://[::1]:8080', LOCAL, 2222, 'ssh://git@[::1]:2222/ada/lib.git'],
  ['https://git.example.com', [...LOCAL, '0.0.0.0'], 2222, 'ssh://git@git.example.com:2222/ada/lib.git'],
  ['https://git.example.com', [...LOCAL, '2001:db8::1'], 2222, 'ssh://git@git.example.com:2222/ada/lib.git'],
  ['https://git.example.com', LOCAL, 2222, ''],
  ['http://localhost:8080', LOCAL, 0, ''],
])('at %s, listening on %j, port %i', (publicUrl, addresses, port, url) => {
  const address = new SshAddress({ publicUrl, addresses });
  address.listensAt(port);
  expect(address.of('ada/lib')).toBe(url);
});
