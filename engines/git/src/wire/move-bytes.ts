import type { Readable, Writable } from 'node:stream';

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
