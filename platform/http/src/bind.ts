import type { Server } from 'node:net';
import { networkInterfaces } from 'node:os';

import { MosaicError } from '@mosaic/platform/errors';

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}

/**
 * The port that was bound; null for IPv6's loopback, which some machines lack. Any other address was asked for by somebody.
 * @throws MosaicError `invalid_input` (no such address), `conflict` (the port is taken), `forbidden`.
 */
export function bind(server: Server, port: number, address: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isAbsent = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (isAbsent && address === '::1') return resolve(null);
      if (isAbsent)
        return reject(
          new MosaicError('invalid_input', `This machine has no address ${address} to listen on. It has: ${ownAddresses().join(', ')}.`, {
            cause: error,
          }),
        );
      if (error.code === 'EADDRINUSE') {
        return reject(
          new MosaicError(
            'conflict',
            `Port ${port} on ${address} is already taken. Stop what uses it, or shift all ports, e.g. with --port-base 10000.`,
            { cause: error },
          ),
        );
      }
      if (error.code === 'EACCES')
        return reject(
          new MosaicError('forbidden', `Port ${port} may not be opened by this user. Shift all ports, e.g. with --port-base 10000.`, {
            cause: error,
          }),
        );
      reject(error);
    });
    server.listen({ port, host: address, ipv6Only: address.includes(':') }, () => {
      const bound = server.address();
      resolve(bound !== null && typeof bound === 'object' ? bound.port : port);
    });
  });
}

/** Stops to take connections; resolves when the last has ended. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
