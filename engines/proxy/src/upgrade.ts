import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { responseOn } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';

import type { OutgoingHeaders } from './forwarder.ts';
import { endToEndHeaders } from './headers.ts';
import { refuse } from './refuse.ts';
import type { Destination } from './routing-table.ts';

interface Offer {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

interface Upstream {
  destination: Destination;
  headers: OutgoingHeaders;
  log: Log;
}

/**
 * Offers the upgrade to the destination. Taken up (101), bytes pass both ways until either end closes. Any other answer is
 * passed on as an answer and the connection ends with it: what the client sends next would else reach the destination
 * unrouted, as if a process of this machine had asked.
 */
export function passUpgrade({ request, socket, head }: Offer, { destination, headers, log }: Upstream): void {
  const { hostname, port } = new URL(destination.origin);
  const upstream = httpRequest({ hostname, port, path: request.url, method: request.method, headers, setHost: false, agent: false });
  let answered: ServerResponse | null = null;
  const respond = () => (answered ??= responseOn(request, socket));
  const giveUp = () => upstream.destroy();
  socket.once('close', giveUp).once('error', giveUp);
  upstream
    .once('upgrade', (answer: IncomingMessage, tunnel: Duplex, first: Buffer) => {
      const end = () => {
        tunnel.destroy();
        socket.destroy();
      };
      tunnel.once('error', end).once('close', end);
      socket.once('error', end).once('close', end);
      socket.write(headOf(answer));
      socket.write(first);
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    })
    .once('response', (answer: IncomingMessage) => {
      const response = respond().writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.headers));
      answer.once('error', () => response.destroy()).pipe(response);
    })
    .once('error', (error) => {
      if (socket.destroyed) return;
      log.warn({ err: error, destination: destination.name }, 'a destination did not answer');
      refuse(respond(), destination.name);
    })
    .end();
}

/** The head of the answer as it came; its Connection and Upgrade belong to both halves of the way now. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
