import { MosaicError } from '@mosaic/platform/errors';

/** Source of the format: gitprotocol-common(5). */
export const FLUSH_PKT: Buffer = Buffer.from('0000');
/** The largest payload of one packet: 65520 less the four digits. */
export const PKT_MAX_PAYLOAD = 65_516;

export type Pkt = { kind: 'data'; data: Buffer } | { kind: 'flush' } | { kind: 'delimiter' } | { kind: 'response-end' };

/** One data packet. */
export function encodePkt(payload: string | Uint8Array): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  if (body.length > PKT_MAX_PAYLOAD) throw new RangeError(`a packet holds at most ${PKT_MAX_PAYLOAD} bytes, not ${body.length}`);
  const head = (body.length + 4).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(head), body]);
}

/** Pulls packets out of bytes that arrive in any portions. It never looks beyond the packet that was asked for. */
export class PktDecoder {
  #buffered: Buffer = Buffer.alloc(0);

  feed(chunk: Uint8Array): void {
    this.#buffered =
      this.#buffered.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([this.#buffered, chunk]);
  }

  /** Bytes that were fed and not yet given out as packets. */
  get pendingBytes(): number {
    return this.#buffered.length;
  }

  /**
   * The next packet, or null when more bytes are needed.
   * @throws MosaicError `invalid_input` when the bytes are not packets.
   */
  next(): Pkt | null {
    if (this.#buffered.length < 4) return null;
    const digits = this.#buffered.toString('latin1', 0, 4);
    const length = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 3;
    if (length === 3 || length > PKT_MAX_PAYLOAD + 4)
      throw new MosaicError('invalid_input', 'The data does not follow the git protocol: a packet length is wrong.');
    if (length >= 4 && this.#buffered.length < length) return null;
    const data = this.#buffered.subarray(4, Math.max(4, length));
    this.#buffered = this.#buffered.subarray(Math.max(4, length));
    if (length === 0) return { kind: 'flush' };
    if (length === 1) return { kind: 'delimiter' };
    if (length === 2) return { kind: 'response-end' };
    return { kind: 'data', data };
  }
}

/** All packets of a complete buffer; bytes that do not make a whole packet are `invalid_input`. */
export function decodePkts(bytes: Uint8Array): Pkt[] {
  const decoder = new PktDecoder();
  decoder.feed(bytes);
  const packets: Pkt[] = [];
  for (let packet = decoder.next(); packet !== null; packet = decoder.next()) packets.push(packet);
  if (decoder.pendingBytes > 0)
    throw new MosaicError('invalid_input', 'The data does not follow the git protocol: the last packet is cut off.');
  return packets;
}
