import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';

import { DEVICE_SECONDS, type KnownDevices } from '../sign-in/known-device.ts';
import { SESSION_MS } from './session-writer.ts';

/**
 * Cookies ignore ports, so each installation has a name of its own. Over https the prefix keeps a site on a sub-domain
 * from planting one (RFC 6265bis 4.1.3.2).
 */
export function sessionCookieName(homeId: Buffer, publicUrl: string): string {
  const name = `mosaic_${homeId.subarray(0, 4).toString('hex')}`;
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}

/** `maxAgeSeconds` 0 takes the cookie away. */
export function sessionCookie(publicUrl: string, maxAgeSeconds: number): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), maxAge: maxAgeSeconds };
}

/** Lets the browser be the person's from now on, and lets wrong passwords of others no longer count for it. */
export function setSessionCookies(
  reply: FastifyReply,
  { login, secret }: { login: string; secret: string },
  { devices, cookieName, settings }: { devices: KnownDevices; cookieName: string; settings: { publicUrl: string } },
): FastifyReply {
  return reply
    .setCookie(cookieName, secret, sessionCookie(settings.publicUrl, SESSION_MS.life / 1000))
    .setCookie(devices.cookieName, devices.issue(login), sessionCookie(settings.publicUrl, DEVICE_SECONDS));
}
