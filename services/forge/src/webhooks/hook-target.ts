import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

import { MosaicError } from '@mosaic/platform/errors';

/** Where a delivery goes: the address that was checked is the one that is dialled. */
export interface HookTarget {
  url: URL;
  address: string;
  family: 4 | 6;
}

export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

// Two lists: Node compares IPv4 addresses with mapped IPv6 ranges, so ::ffff:0:0/96 in one list would hold all of IPv4.
/** IANA's special-purpose registries: what is not the public Internet. */
const PRIVATE_4 = ranges('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);
const PRIVATE_6 = ranges('ipv6', [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]);

/**
 * Reads a hook's address. @throws MosaicError `invalid_input` unless it is plain http(s), without a name and password, and
 * not a private address in digits that is none of the platform's own.
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

/** Resolves the target and refuses private and loopback addresses, unless it is one of the platform's own receivers. */
export async function resolveTarget(text: string, allowedHosts: readonly string[], resolve: Resolve = lookupAll): Promise<HookTarget> {
  const url = parseHookUrl(text, allowedHosts);
  const host = bare(url.hostname);
  if (isAllowed(url, allowedHosts)) {
    // Not every resolver knows *.localhost (design.md 3).
    if (isIP(host) === 0) return { url, address: '127.0.0.1', family: 4 };
    return { url, address: host, family: isIP(host) === 6 ? 6 : 4 };
  }
  const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  if (found.some(({ address }) => isPrivate(address))) throw refused(url);
  const [first] = found;
  if (first === undefined) throw new MosaicError('unavailable', `The name ${host} has no address.`);
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return allowedHosts.includes(`${url.hostname}:${port}`);
}

function isLocalName(given: string): boolean {
  // A name may end in the root's own dot.
  const host = given.replace(/\.$/, '');
  return host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local') || host.endsWith('.internal');
}

/** Also true for IPv4 addresses in IPv6 clothes. */
export function isPrivate(address: string): boolean {
  return isIP(address) === 6 ? PRIVATE_6.check(address, 'ipv6') : PRIVATE_4.check(address, 'ipv4');
}

function refused(url: URL): MosaicError {
  return new MosaicError('invalid_input', `Webhooks may not go to ${url.host}: it is a private or loopback address.`);
}

async function lookupAll(hostname: string) {
  return lookup(hostname, { all: true });
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function ranges(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
