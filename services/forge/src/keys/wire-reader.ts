/** Reads the values of RFC 4251, section 5, within the bytes that are there; `fault` makes what is thrown otherwise. */
export class WireReader {
  readonly #bytes: Buffer;
  readonly #fault: (why: string) => Error;
  #at = 0;

  constructor(bytes: Buffer, fault: (why: string) => Error) {
    this.#bytes = bytes;
    this.#fault = fault;
  }

  bytes(): Buffer {
    if (this.#bytes.length - this.#at < 4) throw this.#fault('it is cut off');
    const length = this.#bytes.readUInt32BE(this.#at);
    const start = this.#at + 4;
    if (length > this.#bytes.length - start) throw this.#fault('it is cut off');
    this.#at = start + length;
    return this.#bytes.subarray(start, this.#at);
  }

  text(): string {
    return this.bytes().toString('latin1');
  }

  /** A positive number without its leading zeros. */
  magnitude(): Buffer {
    const bytes = this.bytes();
    if (bytes.length > 0 && (bytes[0] as number) >= 0x80) throw this.#fault('a number in it is negative');
    const first = bytes.findIndex((byte) => byte !== 0);
    return first === -1 ? Buffer.alloc(0) : bytes.subarray(first);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw this.#fault('something follows it');
  }
}
