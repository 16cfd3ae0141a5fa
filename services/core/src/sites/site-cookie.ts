import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long one sign-in lets a browser into a private site. */
export const COOKIE_SECONDS = 8 * 3_600;
export const COOKIE_NAME = 'mosaic_site';

/** Who was let in, for one host name alone. */
interface Pass {
  login: string;
  host: string;
  /** Unix seconds. */
  exp: number;
}

/** The value of a host-only cookie: the pass and its HMAC. */
export function sealPass(key: Buffer, { login, host }: { login: string; host: string }, nowMs: number): string {
  const pass: Pass = { login, host: host.toLowerCase(), exp: Math.floor(nowMs / 1000) + COOKIE_SECONDS };
  const body = Buffer.from(JSON.stringify(pass)).toString('base64url');
  return `${body}.${sign(key, body).toString('base64url')}`;
}

/** The login that the cookie of a request stands for at this host; null when it is absent, altered, ended or another host's. */
export function loginOf(key: Buffer, { cookie, host }: { cookie: string | undefined; host: string }, nowMs: number): string | null {
  for (const part of (cookie ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name !== COOKIE_NAME) continue;
    const [body = '', mac = ''] = value.split('.', 2);
    const given = Buffer.from(mac, 'base64url');
    const expected = sign(key, body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
    const pass = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Pass;
    if (pass.host === host.toLowerCase() && pass.exp * 1000 > nowMs) return pass.login;
  }
  return null;
}

function sign(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest();
}
