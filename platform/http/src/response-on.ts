import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { closeGently } from './close-gently.ts';

/** An answer on a connection that Node's server has let go of (an upgrade or a CONNECT that is not taken up); it closes after it. */
export function responseOn(request: IncomingMessage, duplex: Duplex): ServerResponse {
  const socket = duplex as Socket;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    response.detachSocket(socket);
    closeGently(socket);
  });
  // The client went away; nobody is left to be told.
  socket.on('error', () => socket.destroy());
  return response;
}
