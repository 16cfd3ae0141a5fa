import { expect, test } from 'vitest';

import { toJson } from '@mosaic/platform/db';

import { decideAuthorization, type AuthorizationWish } from './authorization-policy.ts';

const BACK = 'https://ci.example.test/authorize';
const SERVER = { redirect_uris: toJson([BACK]), confidential: 1 };
const PROGRAM = { ...SERVER, confidential: 0 };
const WISH: AuthorizationWish = {
  response_type: 'code',
  redirect_uri: BACK,
  state: '',
  scope: '',
  nonce: '',
  code_challenge: '',
  code_challenge_method: '',
};
const S256 = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' };

test.each<[string, typeof SERVER | undefined, Partial<AuthorizationWish>, string | null]>([
  ['a server', SERVER, {}, null],
  ['a server with a challenge', SERVER, S256, null],
  ['a program with a challenge', PROGRAM, S256, null],
  ['a program with a challenge of no method', PROGRAM, { code_challenge: '~'.repeat(128) }, null],
  ['nobody', undefined, {}, 'person'],
  ['another address', SERVER, { redirect_uri: 'https://evil.test/' }, 'person'],
  ['another address, whatever else is wrong', SERVER, { redirect_uri: 'https://evil.test/', response_type: 'token' }, 'person'],
  ['another response', SERVER, { response_type: 'id_token' }, 'unsupported_response_type'],
  ['no response', SERVER, { response_type: '' }, 'unsupported_response_type'],
  ['what is public alone', SERVER, { scope: 'public-only' }, 'invalid_scope'],
  ['a program without a challenge', PROGRAM, {}, 'invalid_request'],
  ['a method without a challenge', PROGRAM, { code_challenge_method: 'plain' }, 'invalid_request'],
  ['a challenge that is too short', PROGRAM, { ...S256, code_challenge: 'a'.repeat(42) }, 'invalid_request'],
  ['a challenge of another method', SERVER, { ...S256, code_challenge_method: 's256' }, 'invalid_request'],
])('%s is answered by %s', (_, application, more, refused) => {
  const decision = decideAuthorization(application, { ...WISH, ...more });
  expect(decision.told === 'application' ? decision.error.error : decision.told).toBe(refused);
});

test('a challenge is taken whole, with its method', () => {
  expect(decideAuthorization(PROGRAM, { ...WISH, ...S256 })).toEqual({
    told: null,
    challenge: { challenge: 'a'.repeat(43), method: 'S256' },
  });
  expect(decideAuthorization(SERVER, { ...WISH, code_challenge: 'a'.repeat(43) })).toMatchObject({ challenge: { method: 'plain' } });
});
