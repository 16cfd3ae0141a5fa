import type { z } from 'zod';

import { Bytes, misfitsOf, requestOf, type Given, type OperationDatum, type Send } from '@mosaic/contracts/wire';

import type { Answered, Recorder } from './recorder.ts';

/** An answer that may be a success or a refusal, as it came. */
export interface Response extends Answered {
  headers: Record<string, string>;
}

/** Somebody who asks a target for operations by their data. */
export interface Caller {
  /** The answer of a success. @throws Error where the status is not one of the operation's own, or the answer is not. */
  call<D extends OperationDatum>(operation: D, given: Given<D>, headers?: Record<string, string>): Promise<z.output<D['answer']>>;
  /** The status of a refusal. @throws Error where there was none. */
  refusal<D extends OperationDatum>(operation: D, given: Given<D>, headers?: Record<string, string>): Promise<number>;
  /** Whatever is answered. */
  respond<D extends OperationDatum>(operation: D, given: Given<D>, headers?: Record<string, string>): Promise<Response>;
}

export interface CallerOptions {
  send: Send;
  /** Put before every path: "/api/v1". */
  prefix: string;
  recorder: Recorder;
  /** Every member that the contract names must be sent, and no other: our own service. */
  isStrict: boolean;
}

export function createCaller({ send, prefix, recorder, isStrict }: CallerOptions): Caller {
  const respond: Caller['respond'] = async (operation, given, headers = {}) => {
    const request = requestOf(operation, given, prefix);
    const response = await send({ ...request, headers: { ...request.headers, ...headers } });
    const answer = operation.answer === Bytes && response.status < 300 ? await response.bytes() : parsed(await response.text());
    recorder.note(operation, given, { status: response.status, answer });
    return { status: response.status, headers: response.headers, answer };
  };
  return {
    respond,
    async call(operation, given, headers) {
      const { status, answer } = await respond(operation, given, headers);
      if (![operation.status, ...operation.alsoStatus].includes(status))
        throw new Error(`${operation.id} answered ${status} instead of ${operation.status}: ${shortly(answer)}`);
      const misfits = isStrict && operation.answer !== Bytes ? misfitsOf(operation.answer, answer) : [];
      if (misfits.length > 0) throw new Error(`The answer of ${operation.id} does not keep its contract: ${misfits.join('; ')}`);
      return operation.answer.parse(answer) as z.output<(typeof operation)['answer']>;
    },
    async refusal(operation, given, headers) {
      const { status, answer } = await respond(operation, given, headers);
      if (status < 400) throw new Error(`${operation.id} answered ${status} and no refusal: ${shortly(answer)}`);
      return status;
    },
  };
}

function shortly(answer: unknown): string {
  return (JSON.stringify(answer) ?? 'nothing').slice(0, 500);
}

/** Text that is no JSON stays text. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
