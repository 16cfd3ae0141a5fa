import { requestOf, type Given, type OperationDatum } from '@mosaic/contracts/wire';

import { readEvents } from '../../../services/ci/tests/harness.ts';
import type { WoodpeckerTarget } from './target.ts';

/** An event as it came. */
export interface StreamEvent {
  id?: string;
  event?: string;
  data: string;
}

/** A stream that is read until whoever asked lets go of it. */
export interface OpenStream extends AsyncDisposable {
  events: AsyncGenerator<StreamEvent>;
}

/** Opens a stream as one of the people; '' for one without a credential. @throws Error where it is refused. */
export async function openStream<D extends OperationDatum>(
  { url, token, recorder }: WoodpeckerTarget,
  operation: D,
  { as, given, after }: { as: Parameters<WoodpeckerTarget['token']>[0] | ''; given: Given<D>; after?: string },
): Promise<OpenStream> {
  const { path, headers } = requestOf(operation, given, '/api');
  const response = await fetch(url + path, {
    headers: {
      ...headers,
      ...(as === '' ? {} : { authorization: `Bearer ${token(as)}` }),
      ...(after === undefined ? {} : { 'last-event-id': after }),
    },
  });
  recorder.note(operation, given, { status: response.status, answer: {} });
  if (response.status !== 200) throw new Error(`${operation.id} answered ${response.status}: ${await response.text()}`);
  const events = readEvents(response);
  return { events, [Symbol.asyncDispose]: async () => void (await events.return(undefined)) };
}

/** All events up to one called `eof`, which is left out. */
export async function upToEnd({ events }: OpenStream): Promise<StreamEvent[]> {
  const found: StreamEvent[] = [];
  for await (const event of events) {
    if (event.event === 'eof') return found;
    found.push(event);
  }
  throw new Error(`The stream ended without a word: ${JSON.stringify(found)}`);
}
