import type { HttpApp } from './app.ts';

/** The largest body, where whoever reads it holds it to a bound of their own. */
export const UNBOUNDED = { bodyLimit: Number.MAX_SAFE_INTEGER };

/** Below here bodies are no JSON: nobody reads them into memory, and a handler gets the stream as `request.body`. */
export function takeRawBodies(scope: HttpApp): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  // A refused request's bytes are read out: left unread, they would block the connection for whoever uses it next.
  scope.addHook('onError', async ({ raw }) => {
    raw.unpipe();
    raw.resume();
  });
}
