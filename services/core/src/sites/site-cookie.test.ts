import { expect, test } from 'vitest';

import { COOKIE_NAME, COOKIE_SECONDS, sealPass, visitorOf } from './site-cookie.ts';

const key = Buffer.alloc(32, 1);
const now = 1_700_000_000_000;
const ADA = { login: 'ada', credentialId: 'session-1' };
const value = sealPass(key, { ...ADA, host: 'hello.localhost:8080' }, now);
const cookie = `other=1; ${COOKIE_NAME}=${value}`;

test('stands for its login at its host until it ends', () => {
  expect(visitorOf(key, { cookie, host: 'Hello.localhost:8080' }, now)).toEqual(ADA);
  expect(visitorOf(key, { cookie, host: 'hello.localhost:8080' }, now + (COOKIE_SECONDS + 1) * 1000)).toBeNull();
});

test.each([
  ['another host', { cookie, host: 'secret.localhost:8080' }],
  ['none', { cookie: undefined, host: 'hello.localhost:8080' }],
  ['altered', { cookie: `${COOKIE_NAME}=${value.slice(0, -2)}xx`, host: 'hello.localhost:8080' }],
  ['without a signature', { cookie: `${COOKIE_NAME}=${value.split('.')[0]}`, host: 'hello.localhost:8080' }],
  ['nonsense', { cookie: `${COOKIE_NAME}=a.b`, host: 'hello.localhost:8080' }],
])('%s: nobody', (_name, given) => {
  expect(visitorOf(key, given, now)).toBeNull();
});

test('another key: nobody', () => {
  expect(visitorOf(Buffer.alloc(32, 2), { cookie, host: 'hello.localhost:8080' }, now)).toBeNull();
});
