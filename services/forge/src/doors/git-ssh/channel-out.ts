import type { Socket } from 'node:net';
import { Writable } from 'node:stream';

import type { Channel } from 'ssh2';

/**
 * What is written to a client. ssh2 takes whatever it is given and holds it until the connection has taken it, and says nothing more
 * once the channel is closed; this one waits for the connection, and closes with the channel.
 */
export class ChannelOut extends Writable {
  /** What the client is told at the end. */
  exitCode = 0;
  /** Whether anything was written. */
  hasSpoken = false;
  readonly #channel: Channel;
  readonly #socket: Socket;

  constructor(channel: Channel, socket: Socket) {
    super({ highWaterMark: 64 * 1024 });
    this.#channel = channel;
    this.#socket = socket;
    // A channel with bytes that nobody reads does not say that it is closed.
    const onClose = () => void this.destroy();
    channel.once('close', onClose);
    socket.once('close', onClose);
    this.once('close', () => socket.off('close', onClose));
    // Whoever writes learns of the end by 'close'.
    this.on('error', () => {});
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.hasSpoken = true;
    this.#channel.write(chunk, () => {
      if (this.#socket.writableNeedDrain) this.#socket.once('drain', callback);
      else callback();
    });
  }

  override _final(callback: () => void): void {
    this.#channel.exit(this.exitCode);
    this.#channel.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#channel.destroy();
    callback(error);
  }
}
