import { expect, test } from 'vitest';

import { clientCredentialsOf } from './client-credentials.ts';

const basic = (text: string) => `Basic ${btoa(text)}`;
const NONE = { client_id: '', client_secret: '' };

test.each<[string, string | undefined, typeof NONE, object]>([
  ['the body', undefined, { client_id: 'a', client_secret: 's' }, { clientId: 'a', secret: 's' }],
  ['the body before a header', 'Bearer x', { client_id: 'a', client_secret: 's' }, { clientId: 'a', secret: 's' }],
  ['the header', basic('a:s'), NONE, { clientId: 'a', secret: 's' }],
  ['the header, form-encoded', basic('a%2Bb:s+t%3A'), NONE, { clientId: 'a+b', secret: 's t:' }],
  ['the header, not encoded', basic('a:100%'), NONE, { clientId: 'a', secret: '100%' }],
  ['the header with the same id in the body', basic('a:s'), { ...NONE, client_id: 'a' }, { clientId: 'a', secret: 's' }],
  ['an id alone', undefined, { ...NONE, client_id: 'a' }, { clientId: 'a', secret: '' }],
  ['two ids', basic('a:s'), { ...NONE, client_id: 'b' }, { error: 'invalid_request' }],
  ['two secrets', basic('a:s'), { ...NONE, client_secret: 't' }, { error: 'invalid_request' }],
  ['another header', 'Bearer x', NONE, { error: 'invalid_request' }],
  ['a header without a colon', basic('a'), NONE, { error: 'invalid_request' }],
])('%s', (_, header, body, expected) => {
  expect(clientCredentialsOf(header, body)).toMatchObject(expected);
});
