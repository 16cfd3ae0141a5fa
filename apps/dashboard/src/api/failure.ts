import { ZodError } from 'zod';

import { Problem, ToolError } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';

import { UnreachableError } from './send.ts';

/** What a page says when a call failed, whichever dialect refused it. */
export interface Failure {
  kind: 'unauthenticated' | 'forbidden' | 'missing' | 'unreachable' | 'refused';
  /** What happened and, where the server said so, what to do. */
  message: string;
  requestId: string | null;
}

const KIND_OF_STATUS: Record<number, Failure['kind']> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'missing',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

const KIND_OF_CODE: Record<string, Failure['kind']> = {
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  not_found: 'missing',
  unavailable: 'unreachable',
  timeout: 'unreachable',
};

/** Something that does not exist, or that the reader may not know of; thrown where a client answers null. */
export class MissingError extends Error {
  constructor(what: string) {
    super(`${what} does not exist, or you may not see it.`);
    this.name = 'MissingError';
  }
}

/** The value, or a {@link MissingError} about `what` for a client's null. */
export function orMissing<T>(value: T | null, what: string): T {
  if (value === null) throw new MissingError(what);
  return value;
}

export function explain(error: unknown): Failure {
  // A page of one build may meet a server of another; what exactly differs helps nobody who reads it.
  if (error instanceof ZodError)
    return { kind: 'refused', message: 'The server answered in a form that this page does not know. Reload the page.', requestId: null };
  if (error instanceof MissingError) return { kind: 'missing', message: error.message, requestId: null };
  if (error instanceof UnreachableError) return { kind: 'unreachable', message: error.message, requestId: null };
  if (error instanceof ToolError) return { kind: KIND_OF_CODE[error.code] ?? 'refused', message: error.message, requestId: null };
  if (error instanceof WireError) {
    const body = parseBody(error.body);
    return {
      kind: KIND_OF_STATUS[error.status] ?? 'refused',
      message: text(body['detail']) ?? text(body['message']) ?? text(body['title']) ?? plain(error),
      requestId: text(body['requestId']),
    };
  }
  return { kind: 'refused', message: error instanceof Error ? error.message : 'Something went wrong.', requestId: null };
}

/** Path of a member of what was sent → why it did not fit, where the server names members. */
export function faultsOf(error: unknown): Record<string, string> {
  const told = error instanceof ToolError ? error.faults : error instanceof WireError ? parseBody(error.body)['faults'] : [];
  const faults = Problem.shape.faults.catch([]).parse(told) ?? [];
  return Object.fromEntries(faults.map(({ path, message }) => [path, message]));
}

/** Woodpecker refuses in plain text; anything long or marked up is no message. */
function plain({ body, status }: WireError): string {
  const line = body.trim();
  return line !== '' && line.length < 300 && !line.startsWith('<') ? line : `The server answered ${status}.`;
}

function parseBody(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
