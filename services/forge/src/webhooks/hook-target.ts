import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

import { MosaicError } from '@mosaic/platform/errors';

/** Where a delivery goes: the address that was checked is the one that is dialled. */
export interface HookTarget {
  url: URL;
  address: string;
  family: 4 | 6;
}

/** `signal`: nobody waits for the answer any more. */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<{ address: string; family: number }[]>;

/**
 * Reads a hook's address. @throws MosaicError `invalid_input` unless it is plain http(s), without a name and password, and
 * not a private address in digits that is none of the allowed ones (see isAllowed).
 */
export function parseHookUrl(text: string, allowedHosts: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || text.length > 2_000)
    throw new MosaicError('invalid_input', 'The webhook needs an http or https URL.');
  if (url.username !== '' || url.password !== '')
    throw new MosaicError('invalid_input', 'The URL must not hold a name and password; use the secret or a token in the query.');
  const host = bare(url.hostname);
  if (!isAllowed(url, allowedHosts) && (isIP(host) !== 0 ? isPrivate(host) : isLocalName(host))) throw refused(url);
  return url;
}

/** Resolves the target and refuses private and loopback addresses, unless it is one of the allowed ones. */
export async function resolveTarget(
  text: string,
  { allowedHosts, resolve }: { allowedHosts: readonly string[]; resolve: Resolve },
  signal: AbortSignal,
): Promise<HookTarget> {
  const url = parseHookUrl(text, allowedHosts);
  const host = bare(url.hostname);
  const found = isIP(host) === 0 ? await resolveName(host, resolve, signal) : [{ address: host, family: isIP(host) }];
  if (!isAllowed(url, allowedHosts) && found.some(({ address }) => isPrivate(address) && !isAllowedNet(address, allowedHosts)))
    throw refused(url);
  const [first] = found;
  if (first === undefined) throw new MosaicError('unavailable', `The name ${host} has no address.`);
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** Not every resolver knows *.localhost, which RFC 6761 gives to loopback. */
async function resolveName(host: string, resolve: Resolve, signal: AbortSignal) {
  return isLoopbackName(host) ? [{ address: '127.0.0.1', family: 4 }] : resolve(host, signal);
}

/** Entries are `host`, `host:port` or `host:port/path` (then that path alone); networks are looked at by address. */
function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  const host = bare(url.hostname);
  const named = url.hostname.startsWith('[') ? `[${host}]` : host;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const forms = [named, `${named}:${port}`, `${named}:${port}${url.pathname}`];
  return allowedHosts.some((entry) => forms.includes(entry.toLowerCase())) || (isIP(host) !== 0 && isAllowedNet(host, allowedHosts));
}

/** Whether an entry in the form `10.0.0.0/8` holds the address. */
function isAllowedNet(address: string, allowedHosts: readonly string[]): boolean {
  const found = ipaddr.process(address);
  return allowedHosts.some((entry) => {
    if (!ipaddr.isValidCIDR(entry)) return false;
    const [net, bits] = ipaddr.parseCIDR(entry);
    return net.kind() === found.kind() && found.match(net, bits);
  });
}

function isLocalName(host: string): boolean {
  return isLoopbackName(host) || host.endsWith('.local') || host.endsWith('.internal');
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** IANA has given out 2000::/3 alone; what lies outside, e.g. ::/96, reaches nobody or carries an IPv4 address. */
const GLOBAL_6 = ipaddr.parseCIDR('2000::/3');

/** Everything but public unicast addresses, by ipaddr.js's table of the special-purpose registries; also IPv4 in IPv6 clothes. */
export function isPrivate(address: string): boolean {
  const found = ipaddr.process(address);
  return found.range() !== 'unicast' || (found.kind() === 'ipv6' && !found.match(GLOBAL_6));
}

function refused(url: URL): MosaicError {
  return new MosaicError('invalid_input', `Webhooks may not go to ${url.host}: it is a private or loopback address.`);
}

/** Without brackets, and without the dot of the root, with which a resolver knows the same name. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
}
