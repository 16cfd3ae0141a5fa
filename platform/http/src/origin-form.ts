import type { IncomingMessage } from 'node:http';

/**
 * A request that names its whole address, as clients write it for a proxy, is one for its path at that host: whatever Host says
 * (RFC 9112, 3.2.2). From here on every reader sees one form, so that no two of them take it for different things.
 */
export function toOriginForm(request: IncomingMessage): void {
  const named = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)(.*)$/i.exec(request.url ?? '');
  if (named === null) return;
  const [, host = '', rest = ''] = named;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.headers.host = host;
}
