import { operationCalls, type OperationCalls, type Send, type WireRequest } from '@mosaic/contracts/wire';

/** One call's options. `sudo` acts as that login; the token must allow it (`Sudo` header, forge contract 2.1). */
export interface CallOptions {
  sudo?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Calls of Gitea's operations by their data. */
export function giteaCalls(send: Send): OperationCalls<CallOptions> {
  return operationCalls(send, finish);
}

/** A request as Gitea takes it: below its prefix, for whom it acts. */
export function finish(request: WireRequest, { sudo, signal }: CallOptions = {}): WireRequest {
  return {
    ...request,
    path: `/api/v1${request.path}`,
    headers: { accept: 'application/json', ...request.headers, ...(sudo === undefined ? {} : { sudo }) },
    ...(signal === undefined ? {} : { signal }),
  };
}
