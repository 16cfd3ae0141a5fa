import type { Send } from '@mosaic/contracts/wire';

import type { TestStack } from '../test-stack.ts';

/** The dashboard's pages as a browser sends for them: a session cookie and the headers of a page of ours. */
export interface Browser {
  cookie: string;
  send: Send;
}

/** Signs a person in by password at the public address. */
export async function signIn(stack: TestStack, username: string, password: string): Promise<Browser> {
  const edge = stack.send('edge', null);
  const page = { host: new URL(stack.publicUrl).host, origin: stack.publicUrl, 'sec-fetch-site': 'same-origin' };
  const response = await edge({ method: 'POST', path: '/-/accounts/session', headers: page, body: { username, password } });
  const text = await response.text();
  const cookie = response.headers['set-cookie']?.split(';', 1)[0];
  if (response.status !== 200 || cookie === undefined) throw new Error(`${username} could not sign in: ${response.status} ${text}`);
  return { cookie, send: (request) => edge({ ...request, headers: { ...page, cookie, ...request.headers } }) };
}
