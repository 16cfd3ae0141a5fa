import type { IncomingHttpHeaders } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Why a request that leans on the browser's cookie is refused; null when it is not. A write must come from a page of
 * ours: the exact Origin, and Sec-Fetch-Site where the browser sends it (it does so only to https and localhost, so its
 * absence says nothing). `none` is a person's own doing and stands only for opening an address.
 */
export function refuseForeignWrite(method: string, headers: IncomingHttpHeaders, publicUrl: string): string | null {
  if (SAFE.has(method)) return null;
  const own = new URL(publicUrl).origin;
  if (headers.origin === undefined) return `A write with a session needs the header Origin: ${own}. Programs send a token instead.`;
  if (headers.origin !== own) return `Writes with a session are taken only from pages of ${own}.`;
  return siteAllowed(headers) ? null : 'The browser says that this write comes from another site.';
}

/** Signing in needs no cookie, so programs may; a page of another site may not sign its visitor in (login CSRF). */
export function refuseForeignSignIn(headers: IncomingHttpHeaders, publicUrl: string): string | null {
  const own = new URL(publicUrl).origin;
  if (headers.origin !== undefined && headers.origin !== own) return `Sign in on a page of ${own}.`;
  return siteAllowed(headers) ? null : 'The browser says that this sign-in comes from another site.';
}

/** Whether a read may use the cookie: not when another site embeds it as an image or a script. */
export function mayUseCookie(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || headers['sec-fetch-mode'] === 'navigate';
}

function siteAllowed(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || (site === 'none' && headers['sec-fetch-mode'] === 'navigate');
}
