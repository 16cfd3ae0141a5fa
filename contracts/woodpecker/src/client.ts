import { operationCalls, WireError, type OperationCalls, type Send } from '@mosaic/contracts/wire';

import type { LogEntry } from './schemas.ts';

/** Woodpecker's REST API below `/api`: every operation by its datum. */
export type WoodpeckerClient = OperationCalls<never>;

export function createWoodpeckerClient(send: Send): WoodpeckerClient {
  return operationCalls<never>(send, (request) => ({ ...request, path: `/api${request.path}` }));
}

/** Whether a call failed because the server answered this status. */
export function isWireStatus(error: unknown, status: number): error is WireError {
  return error instanceof WireError && error.status === status;
}

/** The text of a log entry. */
export function logText(entry: Pick<LogEntry, 'data'>): string {
  const bytes = Uint8Array.from(atob(entry.data), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
