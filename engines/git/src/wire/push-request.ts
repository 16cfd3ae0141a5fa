import { Readable } from 'node:stream';

import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { isRefName } from '../names/ref-name.ts';
import { PktDecoder } from './pkt-line.ts';

/** One ref update that a push asks for; an all-zero id means that the ref does not exist before or after. */
export interface PushCommand {
  oldId: string;
  newId: string;
  ref: string;
}

/** The head of a push, read without touching its pack. */
export interface PushRequest {
  commands: readonly PushCommand[];
  /** Commits that are shallow at the client. */
  shallow: readonly string[];
  /** E.g. "report-status", "side-band-64k", "agent=git/2.39.5". */
  capabilities: readonly string[];
  /** `git push -o`; in order. */
  options: readonly string[];
  /** The whole request again, byte for byte: the head replayed, then the rest of the body, with back-pressure. */
  rest: Readable;
}

export interface PushLimits {
  /** 2,000 by default. */
  maxCommands?: number;
  /** Of commands and options together; 1 MiB by default. */
  maxHeadBytes?: number;
}

/**
 * Reads the commands of a receive-pack request (gitprotocol-pack(5), "Reference Update Request").
 * On an error the body is left as it stands; the caller answers and ends it.
 * @throws MosaicError `invalid_input` (malformed, cut off, or a signed push, whose commands we could not see), `too_large`.
 */
export async function readPushRequest(body: Readable, limits: PushLimits = {}): Promise<PushRequest> {
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = new PushHead(limits.maxCommands ?? 2_000);
  const read: Buffer[] = [];
  const maxHeadBytes = limits.maxHeadBytes ?? 1024 * 1024;
  while (!head.complete) {
    const { value, done } = await source.next();
    if (done === true) {
      if (read.length === 0) break;
      throw new MosaicError('invalid_input', 'The push was cut off before its list of commands ended; push again.');
    }
    read.push(value);
    head.feed(value);
    if (head.bytes > maxHeadBytes)
      throw new MosaicError('too_large', `The push lists more than ${maxHeadBytes} bytes of commands; push fewer refs at once.`);
  }
  const rest = Readable.from(replay(read, source), { objectMode: false, highWaterMark: 64 * 1024 });
  return { commands: head.commands, shallow: head.shallow, capabilities: head.capabilities, options: head.options, rest };
}

async function* replay(read: Buffer[], source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* read.splice(0);
  yield* { [Symbol.asyncIterator]: () => source };
}

/** State of the head: commands until a flush, then options until a flush when they were announced. */
class PushHead {
  readonly commands: PushCommand[] = [];
  readonly shallow: string[] = [];
  readonly options: string[] = [];
  capabilities: string[] = [];
  complete = false;
  #decoder = new PktDecoder();
  #inOptions = false;
  #consumed = 0;
  readonly #maxCommands: number;

  constructor(maxCommands: number) {
    this.#maxCommands = maxCommands;
  }

  /** Bytes of the head so far; what follows its end in the same portion does not count. */
  get bytes(): number {
    return this.#consumed + (this.complete ? 0 : this.#decoder.pendingBytes);
  }

  feed(chunk: Buffer): void {
    this.#decoder.feed(chunk);
    while (!this.complete) {
      const packet = this.#decoder.next();
      if (packet === null) return;
      this.#consumed += packet.kind === 'data' ? packet.data.length + 4 : 4;
      if (packet.kind === 'data') this.#line(packet.data);
      else if (packet.kind === 'flush') this.#flush();
      else throw malformed();
    }
  }

  #flush(): void {
    const optionsFollow = !this.#inOptions && this.commands.length > 0 && this.capabilities.includes('push-options');
    if (optionsFollow) this.#inOptions = true;
    else this.complete = true;
  }

  #line(data: Buffer): void {
    if (this.#inOptions) {
      this.options.push(text(data));
      return;
    }
    const zero = data.indexOf(0);
    const words = text(zero === -1 ? data : data.subarray(0, zero));
    if (zero !== -1 && this.commands.length === 0)
      this.capabilities = text(data.subarray(zero + 1))
        .split(' ')
        .filter(Boolean);
    if (words.startsWith('push-cert'))
      throw new MosaicError('invalid_input', 'Signed pushes are not supported here; push without --signed.');
    if (words.startsWith('shallow ')) this.shallow.push(objectId(words.slice('shallow '.length)));
    else this.#command(words);
  }

  #command(words: string): void {
    const [oldId = '', newId = '', ...name] = words.split(' ');
    const ref = name.join(' ');
    if (!isRefName(ref) || !ref.startsWith('refs/')) {
      throw new MosaicError('invalid_input', `The push names ${JSON.stringify(ref.slice(0, 200))}, which is not a valid ref; rename it.`);
    }
    if (this.commands.length >= this.#maxCommands) {
      throw new MosaicError('too_large', `A push updates at most ${this.#maxCommands} refs; push them in portions.`);
    }
    this.commands.push({ oldId: objectId(oldId), newId: objectId(newId), ref });
  }
}

function objectId(word: string): string {
  if (!isObjectId(word)) throw malformed();
  return word;
}

function text(data: Buffer): string {
  const line = textOfBytes(data);
  return line.endsWith('\n') ? line.slice(0, -1) : line;
}

function malformed(): MosaicError {
  return new MosaicError('invalid_input', 'The push does not follow the git protocol; its list of commands is malformed.');
}
