import { expect, test } from 'vitest';

import { leadsBack, refuseRedirectUri, withAnswer } from './redirect-uri.ts';

test.each([
  'https://ci.example.test/authorize',
  'http://ci.example.test:8000/authorize?x=1',
  'http://127.0.0.1',
  'http://[::1]/',
  'com.example.app:/back',
])('%s can be led back to', (uri) => {
  expect(refuseRedirectUri(uri)).toBeNull();
});

test.each([
  '',
  '/authorize',
  'ci.example.test/authorize',
  'https://ci.example.test/#here',
  'https://ci.example.test/#',
  'https://ada:secret@ci.example.test/',
  'https:ci.example.test/',
  'https:///ci.example.test/',
  'https://ci.example.test\\@evil.test/',
  'https://ci.example.test/a b',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'myapp:/back',
])('%j cannot', (uri) => {
  expect(refuseRedirectUri(uri)).not.toBeNull();
});

const CI = { redirectUris: ['https://ci.example.test/authorize'], confidential: true };
const LOCAL = { redirectUris: ['http://127.0.0.1', 'http://[::1]/done'], confidential: false };

test.each<[typeof CI, string, boolean]>([
  [CI, 'https://ci.example.test/authorize', true],
  [CI, 'https://ci.example.test/authorize/', true],
  [CI, 'HTTPS://CI.example.test/authorize', true],
  [CI, 'https://ci.example.test/Authorize', false],
  [CI, 'https://ci.example.test/authorize//', false],
  [CI, 'https://ci.example.test/authorize/..', false],
  [CI, 'https://ci.example.test/authorize?next=x', false],
  [CI, 'https://ci.example.test/authorize#x', false],
  [CI, 'http://ci.example.test/authorize', false],
  [CI, 'https://ci.example.test:444/authorize', false],
  [CI, 'https://ci.example.test.evil.test/authorize', false],
  [CI, '', false],
  [LOCAL, 'http://127.0.0.1:5000', true],
  [LOCAL, 'http://127.0.0.1:5000/', true],
  [LOCAL, 'http://127.0.0.1/', true],
  [LOCAL, 'http://[::1]:5000/done', true],
  [LOCAL, 'http://127.0.0.1:5000/else', false],
  [LOCAL, 'http://127.0.0.1:5000?x', false],
  [LOCAL, 'https://127.0.0.1:5000', false],
  [LOCAL, 'http://127.0.0.1:5000@evil.test/', false],
  [LOCAL, 'http://localhost:5000', false],
  [{ ...LOCAL, confidential: true }, 'http://127.0.0.1:5000', false],
])('%j leads back to %s: %s', (application, uri, leads) => {
  expect(leadsBack(application, uri)).toBe(leads);
});

test('an answer joins what the address has, and what is empty is left out', () => {
  expect(withAnswer('https://ci.example.test/a?x=1', { code: 'c&d', state: '' })).toBe('https://ci.example.test/a?x=1&code=c%26d');
  expect(withAnswer('com.example.app:/back', { code: 'c', state: 's' })).toBe('com.example.app:/back?code=c&state=s');
});
