import type { Send, WireResponse } from '@mosaic/contracts/wire';

/** The page could not reach the installation at all: no status, no request id. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('MosAIc does not answer. It may be restarting, or the connection is gone.', { cause });
    this.name = 'UnreachableError';
  }
}

/**
 * A `Send` over the browser's fetch with the session cookie. `prefix` is the door at the front, e.g. "/-/forge".
 * An aborted request rejects with the browser's own AbortError.
 */
export function createBrowserSend(prefix: string): Send {
  return async ({ method, path, headers = {}, body, signal }) => {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const answer = await fetch(prefix + path, {
      method,
      headers: { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
      body: isRaw ? ((body as BodyInit | undefined) ?? null) : JSON.stringify(body),
      credentials: 'same-origin',
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      throw signal?.aborted === true ? error : new UnreachableError(error);
    });
    return present(answer);
  };
}

function present(answer: Response): WireResponse {
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    json: () => answer.json() as Promise<unknown>,
    text: () => answer.text(),
    bytes: async () => new Uint8Array(await answer.arrayBuffer()),
    discard: async () => {
      await answer.body?.cancel();
    },
  };
}
