import { expect, test } from 'vitest';

import { mayUseCookie, refuseForeignSignIn, refuseForeignWrite } from './origin-policy.ts';

const OWN = 'https://mosaic.example.test';

test.each<[string, Record<string, string>, boolean]>([
  ['GET', {}, true],
  ['HEAD', { origin: 'https://evil.test' }, true],
  ['POST', {}, false],
  ['POST', { origin: OWN }, true],
  ['POST', { origin: `${OWN}:8443` }, false],
  ['POST', { origin: 'https://hello.mosaic.example.test' }, false],
  ['POST', { origin: 'https://mosaic.example.test.evil.test' }, false],
  ['POST', { origin: 'null' }, false],
  ['DELETE', { origin: OWN, 'sec-fetch-site': 'same-origin' }, true],
  ['DELETE', { origin: OWN, 'sec-fetch-site': 'same-site' }, false],
  ['PATCH', { origin: OWN, 'sec-fetch-site': 'cross-site' }, false],
  ['PUT', { origin: OWN, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'cors' }, false],
  ['POST', { origin: OWN, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, true],
  ['POST', { origin: OWN, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }, false],
])('%s with %j is taken: %s', (method, headers, taken) => {
  expect(refuseForeignWrite(method, headers, `${OWN}/`) === null).toBe(taken);
});

test.each<[Record<string, string>, boolean]>([
  [{}, true],
  [{ origin: OWN, 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://evil.test' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
])('signing in with %j is taken: %s', (headers, taken) => {
  expect(refuseForeignSignIn(headers, OWN) === null).toBe(taken);
});

test.each<[Record<string, string>, boolean]>([
  [{}, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, true],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, true],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, false],
  [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, false],
])('a read with %j uses the cookie: %s', (headers, uses) => {
  expect(mayUseCookie(headers)).toBe(uses);
});
