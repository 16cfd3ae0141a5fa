/** What of ssh2 is used here; the package brings no types. */
declare module 'ssh2' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';
  import type { Duplex, Writable } from 'node:stream';

  export interface AuthContext {
    username: string;
    method: string;
    key?: { algo: string; data: Buffer };
    hashAlgo?: 'sha1' | 'sha256' | 'sha512';
    signature?: Buffer;
    blob?: Buffer;
    accept(): void;
    reject(methodsLeft?: string[]): void;
  }
  export interface Channel extends Duplex {
    stderr: Writable;
    outgoing: { packetSize: number };
    exit(code: number): void;
  }
  type Answer = (() => void) | undefined;
  export interface Session extends EventEmitter {
    on(event: 'env', listener: (accept: Answer, reject: Answer, info: { key: string; val: string }) => void): this;
    on(event: 'exec', listener: (accept: () => Channel | undefined, reject: Answer, info: { command: string }) => void): this;
    on(event: 'shell', listener: (accept: () => Channel | undefined, reject: Answer) => void): this;
    on(event: 'close', listener: () => void): this;
  }
  export interface Connection extends EventEmitter {
    on(event: 'authentication', listener: (context: AuthContext) => void): this;
    on(event: 'session', listener: (accept: () => Session | undefined, reject: () => void) => void): this;
    on(event: 'ready' | 'close', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): void;
  }
  export interface ServerConfig {
    hostKeys: string[];
    ident: string;
    algorithms: { kex: string[]; cipher: string[]; hmac: string[]; compress: string[] };
  }
  export class Server extends EventEmitter {
    constructor(config: ServerConfig);
    on(event: 'connection', listener: (connection: Connection) => void): this;
    once(event: 'connection', listener: (connection: Connection) => void): this;
    injectSocket(socket: Socket): void;
  }
  const ssh2: { Server: typeof Server; utils: { generateKeyPairSync(type: 'ed25519'): { private: string } } };
  export default ssh2;
}
