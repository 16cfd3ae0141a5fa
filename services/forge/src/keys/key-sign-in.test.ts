import { expect, test } from 'vitest';

import type { Principal } from '@mosaic/contracts/mosaic';
import { silentLog } from '@mosaic/platform/log';

import type { SshKey } from './key.ts';
import { KeySignIn } from './key-sign-in.ts';
import type { KeyReader } from './key-reader.ts';
import type { KeyWriter } from './key-writer.ts';

const KEY: SshKey = {
  id: 3,
  principalId: 'p-1',
  uid: 1,
  login: 'ada',
  title: 'laptop',
  fingerprint: 'SHA256:x',
  line: '',
  createdAt: 0,
  usedAt: null,
};
const ADA: Principal = {
  id: 'p-1',
  uid: 1,
  login: 'ada',
  kind: 'person',
  role: 'developer',
  builtIn: false,
  name: 'Ada',
  email: '',
  disabled: false,
  createdAt: 0,
};

/** The holder of the key, while accounts says this of its person. */
function holderWhile(person: Principal | null, key: SshKey = KEY) {
  const reader = { byFingerprint: async (fingerprint: string) => (fingerprint === key.fingerprint ? key : null) } as unknown as KeyReader;
  const keys = { reader, writer: {} as KeyWriter };
  const people = { find: async (login: string) => (login === person?.login ? person : null) };
  return new KeySignIn({ keys, people, log: silentLog() }).holderOf(KEY.fingerprint);
}

test.each([
  ['is there', ADA, 'forge:repository:write'],
  ['may read alone', { ...ADA, role: 'viewer' as const }, 'forge:repository:read'],
])('a person who %s comes in with what a key carries', async (_what, person, grant) => {
  expect((await holderWhile(person))?.caller).toMatchObject({ id: 'p-1', login: 'ada', grants: [grant], repositories: null });
});

test.each([
  ['is gone', null],
  ['is suspended', { ...ADA, disabled: true }],
  ['is somebody else by now', { ...ADA, id: 'p-2' }],
  ["is one of the platform's own", { ...ADA, builtIn: true }],
])('a key opens nothing when its person %s', async (_what, person) => expect(await holderWhile(person)).toBeNull());

test('a key that repositories alone know is nobody’s', async () => {
  expect(await holderWhile(ADA, { ...KEY, principalId: '' })).toMatchObject({ key: { id: 3 }, caller: null });
  expect(await holderWhile(ADA, { ...KEY, fingerprint: 'SHA256:y' })).toBeNull();
});
