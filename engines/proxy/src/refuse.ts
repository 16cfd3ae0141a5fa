import type { ServerResponse } from 'node:http';

/** Says in words that the destination does not answer; cuts an answer that has begun. */
export function refuse(response: ServerResponse, name: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' });
  response.end(`${name} does not answer at the moment. Try again in a few seconds; "mosaic status" tells more.\n`);
}
