import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** How much of a request is still read after git has stopped listening, so that the client comes to read the answer. */
const DRAIN_MAX_BYTES = 1024 * 1024 * 1024;

/**
 * Writes with back-pressure. Resolves false when the other end has gone; that is no error here.
 */
export async function writeTo(target: Writable, bytes: Uint8Array): Promise<boolean> {
  if (target.destroyed || target.writableEnded || target.errored !== null) return false;
  if (bytes.length === 0 || target.write(bytes)) return true;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      for (const event of ['drain', 'close', 'error']) target.off(event, settle);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) target.on(event, settle);
  });
  return !target.destroyed && target.errored === null;
}

/**
 * Feeds a request to git and closes git's input at its end. When git stops reading early (it has refused the pack), the rest
 * is read and dropped: a client that is still sending does not look at an answer. A failing source closes git's input too,
 * which git takes for a cut-off pack.
 * @returns the error of the source, or null.
 */
export async function feed(source: Readable, stdin: Writable): Promise<unknown> {
  let dropped = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (await writeTo(stdin, chunk)) continue;
      dropped += chunk.length;
      if (dropped > DRAIN_MAX_BYTES) break;
    }
    return null;
  } catch (error) {
    return error;
  } finally {
    stdin.end();
  }
}

/** What is put together at most, and how long its first byte may wait for more, ms: less than a reader of git's progress notices. */
const TOGETHER = { bytes: 64 * 1_024, ms: 100 };

/**
 * The chunks of a stream, small ones put together; the last one is returned, so that it can go out with the end. Several small
 * writes in a row cost 40 ms where something between here and the reader waits for its acknowledgement of the first (RFC 896,
 * RFC 1122 4.2.3.2), as the network of a pipeline's step does.
 */
export async function* together(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let bytes = 0;
  let due: Pause | null = null;
  let next = chunks.next();
  try {
    for (;;) {
      const got: IteratorResult<Buffer> | null = await (due === null ? next : Promise.race([next, due.over]));
      if (got?.done === true) return Buffer.concat(held);
      if (got !== null) {
        held.push(got.value);
        bytes += got.value.length;
        next = chunks.next();
        due ??= pause(TOGETHER.ms);
        if (bytes < TOGETHER.bytes) continue;
      }
      due?.stop();
      yield Buffer.concat(held);
      [held, bytes, due] = [[], 0, null];
    }
  } finally {
    due?.stop();
    next.catch(() => {});
    await chunks.return?.();
  }
}

interface Pause {
  /** Resolves to null when it is over or stopped. */
  over: Promise<null>;
  stop(): void;
}

function pause(ms: number): Pause {
  const stopped = new AbortController();
  return { over: delay(ms, null, { signal: stopped.signal }).catch(() => null), stop: () => stopped.abort() };
}
