/** Schemes that a program of a person's own machine registers for itself (RFC 8252, 7.1): a domain name turned round. */
const PRIVATE_SCHEME = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/;
const LOOPBACK_PORT = /^(http:\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])):\d{1,5}(?=[/?]|$)/i;

/** Why nobody can be led back to an address; null when they can. */
export function refuseRedirectUri(uri: string): string | null {
  const url = /[\s\p{Cc}\\]/u.test(uri) ? null : URL.parse(uri);
  if (url === null) return `"${uri.slice(0, 100)}" is no whole address.`;
  if (uri.includes('#')) return 'An address to lead back to has no fragment ("#…").';
  if (url.username !== '' || url.password !== '') return 'An address to lead back to holds no name and no password.';
  if (url.protocol === 'http:' || url.protocol === 'https:')
    return /^https?:\/\/[^/?]/i.test(uri) ? null : `"${uri.slice(0, 100)}" is no whole address.`;
  return PRIVATE_SCHEME.test(url.protocol)
    ? null
    : 'Use an address with http or https, or a scheme of the application’s own, as "com.example.app:/back".';
}

/**
 * Whether an application may have people led back to an address: one of its own, whole, but for a slash at the end and the letter case
 * of scheme and host. One that keeps no secret waits on this machine at any port (RFC 8252, 7.3).
 */
export function leadsBack(
  { redirectUris, confidential }: { redirectUris: readonly string[]; confidential: boolean },
  uri: string,
): boolean {
  const known = new Set(redirectUris.map(comparable));
  return known.has(comparable(uri)) || (!confidential && known.has(comparable(uri.replace(LOOPBACK_PORT, '$1'))));
}

/** An address with an answer of ours in its query; what is empty is left out. */
export function withAnswer(uri: string, answer: Readonly<Record<string, string>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(answer)) if (value !== '') url.searchParams.set(name, value);
  return url.href;
}

function comparable(uri: string): string {
  const [, origin = '', rest = uri] = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)(.*)$/is.exec(uri) ?? [];
  return origin.toLowerCase() + rest.replace(/\/$/, '');
}
