import type { IncomingHttpHeaders } from 'node:http';

import type { Credential } from '@mosaic/platform/identity';

/** The token of `Authorization: Bearer …` or `token …`; null when there is none. */
export function bearerOf(headers: IncomingHttpHeaders): string | null {
  return /^(?:bearer|token) +([^\s]{1,4096})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

const HEX_TOKEN = /^[0-9a-f]{40}$/;

/**
 * What a request presents in `Authorization`: Bearer or token; Basic with a token as the name (password empty or
 * `x-oauth-basic`), Basic with a token as the password, Basic with name and password, as Gitea takes them. Null when nothing.
 */
export function credentialOf(headers: IncomingHttpHeaders): Credential | null {
  const token = bearerOf(headers);
  if (token !== null) return { token };
  const basic = /^basic +([A-Za-z0-9+/=]{1,8192})$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return null;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const username = colon === -1 ? text : text.slice(0, colon);
  const password = colon === -1 ? '' : text.slice(colon + 1);
  if (password === '' || password === 'x-oauth-basic') return { token: username };
  return HEX_TOKEN.test(password) ? { token: password } : { username, password };
}
