import { isIPv6 } from 'node:net';

/** One IPv6 customer has a whole /64; an IPv4 address in IPv6 form is itself. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** This machine is no client: every local process, a pipeline's step and a proxy before the edge stand behind it, so it is never locked as one. */
export function isLoopback(address: string): boolean {
  return address === '0:0:0:0' || address.startsWith('127.');
}
