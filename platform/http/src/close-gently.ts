import type { Socket } from 'node:net';

/** How long a client has to take the answer before the connection is cut, ms. */
const LINGER_MS = 1_000;

/**
 * Says the last words and ends our half of the connection; what the client still sends is read and dropped until it ends its own
 * half or a second is over. A connection closed while the client sends is reset, and the reset overtakes the words (RFC 9112, 9.6).
 */
export function closeGently(socket: Socket, lastWords?: string): void {
  const cut = () => socket.destroy();
  const linger = setTimeout(cut, LINGER_MS);
  linger.unref();
  socket
    .once('end', cut)
    .once('error', cut)
    .once('close', () => clearTimeout(linger));
  if (lastWords === undefined) socket.end();
  else socket.end(lastWords);
  socket.resume();
}
