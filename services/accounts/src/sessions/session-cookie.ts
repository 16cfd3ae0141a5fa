import type { CookieSerializeOptions } from '@fastify/cookie';

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
