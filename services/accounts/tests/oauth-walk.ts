import { createHash, randomBytes } from 'node:crypto';

import { createOauthApplication, type NativeCalls, type OauthApplicationWithSecret } from '@mosaic/contracts/mosaic';

import { PUBLIC_URL, type AccountsHarness } from './harness.ts';

export const BACK = 'https://ci.example.test/authorize';

/** What an application asks for by default, as Woodpecker does: no scope, no PKCE. */
export function wishOf({ clientId }: Pick<OauthApplicationWithSecret, 'clientId'>, more: Record<string, string> = {}) {
  return { client_id: clientId, redirect_uri: BACK, response_type: 'code', state: 's-1', ...more };
}

/** A pair as RFC 7636 has it. */
export function pkce(): { verifier: string; challenge: { code_challenge: string; code_challenge_method: string } } {
  const verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } };
}

/** A person's browser and an application's server at the provider's addresses. */
export interface OauthWalk {
  register(by: NativeCalls, more?: { name?: string; confidential?: boolean; trusted?: boolean }): Promise<OauthApplicationWithSecret>;
  /** Opens the address at which an application asks. */
  open(wish: Record<string, string>, cookie?: string, headers?: Record<string, string>): Promise<Response>;
  /** Presses a button of the page. */
  answer(wish: Record<string, string>, cookie: string, more?: { granted?: string; headers?: Record<string, string> }): Promise<Response>;
  /** Lets the application in and answers its code. */
  code(wish: Record<string, string>, cookie: string): Promise<string>;
  /** Asks for tokens by a form. */
  token(form: Record<string, string>, headers?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
}

export const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });

export function oauthWalk(stage: AccountsHarness): OauthWalk {
  const walk: OauthWalk = {
    register: (by, { name = 'Woodpecker', confidential = true, trusted = false } = {}) =>
      by.call(createOauthApplication, { body: { name, redirectUris: [BACK], confidential, trusted } }),
    open: (wish, cookie, headers = {}) =>
      stage.fetch(`/login/oauth/authorize?${new URLSearchParams(wish).toString()}`, {
        headers: { accept: 'text/html', ...(cookie === undefined ? {} : { cookie }), ...headers },
      }),
    answer: (wish, cookie, { granted = 'true', headers = {} } = {}) =>
      stage.fetch('/login/oauth/grant', {
        method: 'POST',
        headers: { accept: 'text/html', cookie, origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin', ...headers },
        body: new URLSearchParams({ ...wish, granted }),
      }),
    async code(wish, cookie) {
      const answered = await walk.answer(wish, cookie);
      const code = backOf(answered)['code'];
      if (code === undefined) throw new Error(`no code: ${answered.status} ${answered.headers.get('location')}`);
      return code;
    },
    async token(form, headers = {}) {
      const answered = await stage.fetch('/login/oauth/access_token', { method: 'POST', headers, body: new URLSearchParams(form) });
      return { status: answered.status, body: (await answered.json()) as Record<string, unknown> };
    },
  };
  return walk;
}

/** What an application is told when the person is led back. */
export function backOf(response: Response): Record<string, string | undefined> {
  const location = response.headers.get('location');
  return location === null ? {} : Object.fromEntries(new URL(location, PUBLIC_URL).searchParams);
}
