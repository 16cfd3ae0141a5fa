import type { z } from 'zod';

import {
  encodeByteText,
  expectOk,
  expectOkOrMissing,
  operationCalls,
  type OperationCalls,
  type Send,
  type WireRequest,
  type WireResponse,
} from '@mosaic/contracts/wire';

/** One call's options. `sudo` acts as that login; the token must allow it (`Sudo` header, forge contract 2.1). */
export interface CallOptions {
  sudo?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** The requests of a Gitea client: every path below `/api/v1`, every answer parsed. */
export interface Calls {
  one<S extends z.ZodType>(schema: S, request: WireRequest, options?: CallOptions): Promise<z.output<S>>;
  /** Null for 404. */
  oneOrNull<S extends z.ZodType>(schema: S, request: WireRequest, options?: CallOptions): Promise<z.output<S> | null>;
  /** For answers without a body. */
  none(request: WireRequest, options?: CallOptions): Promise<void>;
  rawOrNull(request: WireRequest, options?: CallOptions): Promise<WireResponse | null>;
}

/** Calls of Gitea's operations by their data. */
export function giteaCalls(send: Send): OperationCalls<CallOptions> {
  return operationCalls(send, prepare);
}

function prepare(request: WireRequest, { sudo, signal }: CallOptions = {}): WireRequest {
  return {
    ...request,
    path: `/api/v1${request.path}`,
    headers: { accept: 'application/json', ...request.headers, ...(sudo === undefined ? {} : { sudo }) },
    ...(signal === undefined ? {} : { signal }),
  };
}

export function createCalls(send: Send): Calls {
  return {
    async one(schema, request, options) {
      const response = await expectOk(send, prepare(request, options));
      return schema.parse(await response.json());
    },
    async oneOrNull(schema, request, options) {
      const response = await expectOkOrMissing(send, prepare(request, options));
      return response === null ? null : schema.parse(await response.json());
    },
    async none(request, options) {
      const response = await expectOk(send, prepare(request, options));
      await response.discard();
    },
    rawOrNull: (request, options) => expectOkOrMissing(send, prepare(request, options)),
  };
}

/** `/repos/{owner}/{name}` with both parts encoded. */
export function repositoryPath(owner: string, name: string): string {
  return `/repos/${encodeByteText(owner)}/${encodeByteText(name)}`;
}
