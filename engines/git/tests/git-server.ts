import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  infoRefs,
  readPushRequest,
  receivePack,
  refusePush,
  requestBody,
  uploadPack,
  type GitService,
  type PushRequest,
  type ReceivePackOptions,
  type Repository,
} from '@mosaic/engines/git';

export interface ServerHooks {
  settle?: ReceivePackOptions['settle'];
  onPush?: (push: PushRequest) => void;
  refuse?: (ref: string) => string | null;
  maxPackBytes?: number;
  check?: ReceivePackOptions['check'];
}

/** The smallest smart HTTP server that the engine's functions make. */
export class GitServer implements AsyncDisposable {
  readonly requests: { url: string; encoding: string | undefined; protocol: string | undefined; bytes: number }[] = [];
  hooks: ServerHooks = {};
  readonly #server: Server;
  readonly #repository: Repository;
  readonly #faults: unknown[] = [];

  private constructor(repository: Repository) {
    this.#repository = repository;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.#faults.push(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(400).end(String(error));
      });
    });
  }

  static async create(repository: Repository): Promise<GitServer> {
    const server = new GitServer(repository);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/repo.git`;
  }

  get faults(): readonly unknown[] {
    return this.#faults;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const protocol = request.headers['git-protocol'] as string | undefined;
    const entry = { url: url.pathname.replace('/repo.git/', ''), encoding: request.headers['content-encoding'], protocol, bytes: 0 };
    this.requests.push(entry);
    const service = url.searchParams.get('service') as GitService | null;
    if (service !== null) {
      response.writeHead(200, { 'content-type': `application/x-${service}-advertisement` });
      for await (const chunk of infoRefs(this.#repository, service, { gitProtocol: protocol })) response.write(chunk);
      response.end();
      return;
    }
    const body = requestBody(request, request.headers['content-encoding'], 1024 * 1024 * 1024);
    response.setHeader('content-type', `application/x-${entry.url}-result`);
    if (entry.url === 'git-upload-pack') await uploadPack(this.#repository, body, response, { gitProtocol: protocol });
    else await this.#push(await readPushRequest(body), response, protocol);
  }

  async #push(push: PushRequest, response: ServerResponse, protocol: string | undefined): Promise<void> {
    this.hooks.onPush?.(push);
    const refused = push.commands.some(({ ref }) => (this.hooks.refuse?.(ref) ?? null) !== null);
    if (refused) {
      for await (const _chunk of push.rest);
      response.end(refusePush(push, (ref) => this.hooks.refuse?.(ref) ?? 'refused together with another ref', ['Nothing was changed.']));
      return;
    }
    const settle = this.hooks.settle ?? (() => Promise.resolve({}));
    await receivePack(this.#repository, push, response, {
      gitProtocol: protocol,
      settle,
      maxPackBytes: this.hooks.maxPackBytes,
      check: this.hooks.check,
      reflogIdentity: { name: 'ada', email: 'push-1@mosaic.invalid' },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
