import { operationCalls, type OperationCalls, type Send } from '@mosaic/contracts/wire';

export type NativeCalls = OperationCalls<{ signal?: AbortSignal | undefined }>;

/** Calls of the platform's own operations by their data; their paths are whole. */
export function nativeCalls(send: Send): NativeCalls {
  return operationCalls(send, (request, options) => (options?.signal === undefined ? request : { ...request, signal: options.signal }));
}
