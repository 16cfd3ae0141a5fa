import type { Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import { PktDecoder } from './pkt-line.ts';

/**
 * Reads the requests of protocol v2 one by one off a connection that stays open (gitprotocol-v2(5)): each ends with a flush, and knows
 * nothing of the one before, so that no process need wait for the next.
 */
export class RequestReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #maxBytes: number;
  #read: Buffer = Buffer.alloc(0);

  /** `maxBytes` bounds one request. */
  constructor(body: Readable, maxBytes: number) {
    this.#chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#maxBytes = maxBytes;
  }

  /** Waits for the first bytes of the next request; whether any came. */
  async begins(): Promise<boolean> {
    return this.#read.length > 0 || this.#more();
  }

  /**
   * The whole of it; null where the client has no further one.
   * @throws MosaicError `invalid_input` (malformed, cut off), `too_large`.
   */
  async next(): Promise<Buffer | null> {
    const decoder = new PktDecoder();
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      decoder.feed(this.#read);
      chunks.push(this.#read);
      bytes += this.#read.length;
      for (let packet = decoder.next(); packet !== null; packet = decoder.next())
        if (packet.kind === 'flush') return this.#cut(chunks, bytes - decoder.pendingBytes);
      if (bytes > this.#maxBytes) throw new MosaicError('too_large', 'The request is larger than the limit allows.');
      if (!(await this.#more())) throw new MosaicError('invalid_input', 'The request was cut off before its end; try again.');
    }
  }

  #cut(chunks: readonly Buffer[], end: number): Buffer | null {
    const all = Buffer.concat(chunks);
    this.#read = all.subarray(end);
    // A flush alone: the client is done.
    return end <= 4 ? null : all.subarray(0, end);
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#read = value;
    return true;
  }
}
