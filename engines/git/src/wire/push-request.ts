import { Readable } from 'node:stream';

import { bytesOfText, textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId, isZeroId } from '../names/object-id.ts';
import { FLUSH_PKT, PktDecoder, encodePkt } from './pkt-line.ts';

/** One ref update that a push asks for; an all-zero id means that the ref does not exist before or after. */
export interface PushCommand {
  oldId: string;
  newId: string;
  /** As the client wrote it: any bytes (see `textOfBytes`), not yet known to be a name that git takes. */
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
  /** Why nothing of it can be taken, in words for the person who pushes; null when its commands were read. */
  fault: string | null;
  /** How much of {@link rest} is the head. */
  headBytes: number;
  /** The whole request again, byte for byte: the head replayed, then the rest of the body, with back-pressure. */
  rest: Readable;
}

export interface PushLimits {
  /** {@link MAX_COMMANDS} by default. */
  maxCommands?: number;
  /** Of commands and options together; 1 MiB by default. */
  maxHeadBytes?: number;
}

/** Refs that a push may update at once. */
export const MAX_COMMANDS = 2_000;

/**
 * Reads the commands of a receive-pack request (gitprotocol-pack(5), "Reference Update Request").
 * What is too much is a `fault` of the answer, since git shows words only inside of its protocol. On an error the body is left as it
 * stands; the caller answers and ends it.
 * @throws MosaicError `invalid_input` (malformed, cut off, or a signed push, whose commands we could not see).
 */
export async function readPushRequest(body: Readable, limits: PushLimits = {}): Promise<PushRequest> {
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = new PushHead(limits.maxCommands ?? MAX_COMMANDS);
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
    if (head.bytes > maxHeadBytes) {
      head.fault ??= `a push lists at most ${maxHeadBytes} bytes of refs; push fewer at once`;
      break;
    }
  }
  const { commands, shallow, capabilities, options, fault } = head;
  return { commands, shallow, capabilities, options, fault, headBytes: head.bytes, rest: streamOf(replay(read, source)) };
}

/** The same push with some of its commands only; the pack stays as it is, and what no ref reaches in it is left aside by git. */
export function narrowPush(push: PushRequest, keeps: (command: PushCommand) => boolean): PushRequest {
  const commands = push.commands.filter(keeps);
  const lines = commands.map(({ oldId, newId, ref }, index) => {
    const capabilities = index === 0 ? `\0${push.capabilities.join(' ')}` : '';
    return encodePkt(bytesOfText(`${oldId} ${newId} ${ref}${capabilities}`));
  });
  const options = push.options.map((option) => encodePkt(bytesOfText(option)));
  const head = Buffer.concat([
    ...push.shallow.map((id) => encodePkt(`shallow ${id}`)),
    ...lines,
    FLUSH_PKT,
    ...(push.capabilities.includes('push-options') ? [...options, FLUSH_PKT] : []),
  ]);
  return { ...push, commands, headBytes: head.length, rest: streamOf(replaceHead(head, push)) };
}

/**
 * The same push, ended behind its head where it only deletes: no pack follows then (gitprotocol-pack(5)), and a client that waits for
 * the report on an open connection, as over SSH, does not say that nothing more comes.
 */
export function withoutPack(push: PushRequest): PushRequest {
  if (push.fault !== null || push.commands.some(({ newId }) => !isZeroId(newId))) return push;
  return { ...push, rest: streamOf(headOf(push)) };
}

async function* headOf({ headBytes, rest }: PushRequest): AsyncGenerator<Buffer> {
  let left = headBytes;
  for await (const chunk of rest as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

function streamOf(chunks: AsyncGenerator<Buffer>): Readable {
  return Readable.from(chunks, { objectMode: false, highWaterMark: 64 * 1024 });
}

async function* replaceHead(head: Buffer, { headBytes, rest }: PushRequest): AsyncGenerator<Buffer> {
  yield head;
  let left = headBytes;
  for await (const chunk of rest as AsyncIterable<Buffer>) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
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
  fault: string | null = null;
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
    if (this.commands.length >= this.#maxCommands) {
      this.fault ??= `a push updates at most ${this.#maxCommands} refs; push them in portions`;
      return;
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
