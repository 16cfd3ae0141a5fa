import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long one sign-in lets a browser into a private site. */
export const COOKIE_SECONDS = 8 * 3_600;
export const COOKIE_NAME = 'mosaic_site';

/** Who was let in. */
export interface Visitor {
  login: string;
  /** The session with which they came; the pass ends with it. */
  credentialId: string;
}

interface Pass extends Visitor {
  /** The one host name that it is for. */
  host: string;
  /** Unix seconds. */
  exp: number;
}

/** The value of a host-only cookie: the pass and its HMAC. */
export function sealPass(key: Buffer, { login, credentialId, host }: Visitor & { host: string }, nowMs: number): string {
  const pass: Pass = { login, credentialId, host: host.toLowerCase(), exp: Math.floor(nowMs / 1000) + COOKIE_SECONDS };
  const body = Buffer.from(JSON.stringify(pass)).toString('base64url');
  return `${body}.${sign(key, body).toString('base64url')}`;
}

/** Whom the cookie of a request stands for at this host; null when it is absent, altered, ended or another host's. */
export function visitorOf(key: Buffer, { cookie, host }: { cookie: string | undefined; host: string }, nowMs: number): Visitor | null {
  for (const part of (cookie ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name !== COOKIE_NAME) continue;
    const [body = '', mac = ''] = value.split('.', 2);
    const given = Buffer.from(mac, 'base64url');
    const expected = sign(key, body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
    const pass = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Omit<Pass, 'credentialId'> & Partial<Pass>;
    // A pass of a former version names no credential.
    const { login, credentialId = '' } = pass;
    if (pass.host === host.toLowerCase() && pass.exp * 1000 > nowMs) return { login, credentialId };
  }
  return null;
}

function sign(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest();
}
