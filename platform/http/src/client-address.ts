import type { IncomingHttpHeaders } from 'node:http';

import { sameSecret, type Keyring } from '@mosaic/platform/secrets';

/** The header by which our own proxies prove themselves to the doors behind them. */
export const EDGE_PROOF = 'x-mosaic-edge';

/** What stands in it: every part of one installation derives the same, nobody else can. */
export function edgeProof(keyring: Keyring): string {
  return keyring.derive('edge-proof').toString('base64url');
}

/** What is needed of a request: its headers, and who sent it. */
export interface Addressed {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

/**
 * The address at the other end. X-Forwarded-For is believed only from our own edge or front door, which prove themselves, and
 * then its last entry: the one that they added. Any process of this machine, a pipeline's step too, can send the header alone.
 */
export function clientAddress({ headers, socket }: Addressed, proof: string): string {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const given = headers[EDGE_PROOF];
  if (typeof given !== 'string' || !sameSecret(given, proof)) return peer;
  const forwarded = headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim() ?? '';
  return last === '' ? peer : last.slice(0, 64).replace(/^::ffff:/, '');
}
