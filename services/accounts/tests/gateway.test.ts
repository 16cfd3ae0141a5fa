import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { PUBLIC_URL, startAccounts, type AccountsHarness } from './harness.ts';

/** An upstream that shows what it was sent. */
class Upstream {
  readonly server: Server;
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  readonly streams: ServerResponse[] = [];
  readonly #closed: (() => void)[] = [];

  constructor() {
    this.server = createServer(async (request, response) => {
      if (request.url === '/stream') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        this.streams.push(response);
        response.once('close', () => this.#closed.shift()?.());
        return;
      }
      if (request.url === '/gone') return void request.socket.destroy();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      this.seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(request.url?.startsWith('/moved') === true ? 302 : 200, {
        'content-type': 'text/html',
        'set-cookie': 'stolen=1',
        'access-control-allow-origin': '*',
        'www-authenticate': 'Basic',
        'x-total-count': '3',
        ...(request.url?.startsWith('/moved') === true ? { location: '/api/v1/there' } : {}),
      });
      response.end(`${request.method} ${request.url}`);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  last() {
    return this.seen.at(-1) ?? { method: '', url: '', headers: {} as IncomingMessage['headers'], body: '' };
  }

  streamClosed(): Promise<void> {
    return new Promise((resolve) => this.#closed.push(resolve));
  }
}

/** Addresses of files that are the forge's own. */
const FILES = ['/ada/lib/archive/v1.0.zip', '/ada/lib/releases/download/rel%2F1.0/a%20b.zip', '/attachments/0-1'];

describe('the front door', () => {
  const upstream = new Upstream();
  let stage: AccountsHarness;
  let cookie: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    stage = await startAccounts({ upstream: (name) => (name === 'ci' ? null : upstream.url) });
    cookie = await stage.signIn();
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    upstream.server.closeAllConnections();
    upstream.server.close();
  });

  test.each(FILES)("%s leads to the forge, as the browser's session or whoever a program says", async (path) => {
    const read = await stage.fetch(path, { headers: { cookie } });
    expect(await read.text()).toBe(`GET ${path}`);
    expect(upstream.last().headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer /) as string });
    expect(read.headers.get('content-security-policy')).toContain('sandbox');
    await stage.fetch(path, { headers: { authorization: 'Basic Zm9yZ2VkOng=' } });
    expect(upstream.last().headers).toMatchObject({ authorization: 'Basic Zm9yZ2VkOng=' });
    await stage.fetch(path);
    expect(upstream.last().headers).not.toHaveProperty('authorization');
    const before = upstream.seen.length;
    expect((await stage.fetch(path, { method: 'POST', headers: { cookie } })).status).toBeGreaterThanOrEqual(400);
    expect(upstream.seen).toHaveLength(before);
  });

  test('turns the session into a token, and lets neither cookie nor Sudo through', async () => {
    const response = await stage.fetch('/-/forge/api/v1/repos/a/b?ref=x%2Fy', {
      headers: {
        cookie: `${cookie}; other=1`,
        authorization: 'Basic Zm9yZ2VkOng=',
        sudo: 'root',
        'x-forwarded-host': 'evil.test',
        'x-forwarded-for': '203.0.113.7',
        'x-mosaic-edge': 'forged',
        'x-kept': 'yes',
      },
    });
    expect(await response.text()).toBe('GET /api/v1/repos/a/b?ref=x%2Fy');
    const { headers } = upstream.last();
    expect(headers.authorization).toBe(`Bearer ${cookie.split('=')[1]}`);
    expect([headers.cookie, headers['sudo'], headers['x-kept'], headers['x-forwarded-host']]).toEqual([
      undefined,
      undefined,
      'yes',
      'localhost:8080',
    ]);
    expect([headers['x-forwarded-for'], headers['x-mosaic-edge']]).toEqual(['127.0.0.1', stage.proof()]);
  });

  test('hands an address on byte for byte, also one that is no UTF-8', async () => {
    const response = await stage.fetch('/-/forge/api/v1/repos/a/b/raw/caf%E9/%C3%A4%2F?ref=%E9', { headers: { cookie } });
    expect(await response.text()).toBe('GET /api/v1/repos/a/b/raw/caf%E9/%C3%A4%2F?ref=%E9');
  });

  test('passes nobody on as nobody, also with an old cookie', async () => {
    await stage.fetch('/-/forge/api/v1/version');
    expect(upstream.last().headers.authorization).toBeUndefined();
    const response = await stage.fetch('/-/forge/api/v1/version', { headers: { cookie: `${cookie.split('=')[0]}=${'0'.repeat(40)}` } });
    expect(response.status).toBe(200);
    expect(upstream.last().headers.authorization).toBeUndefined();
  });

  test("passes a program's own token on, before any cookie and without an Origin", async () => {
    const headers = { cookie, authorization: `Bearer ${'a'.repeat(40)}`, 'content-type': 'application/json' };
    expect((await stage.fetch('/-/mcp', { method: 'POST', headers, body: '{}' })).status).toBe(200);
    expect(upstream.last().headers).toMatchObject({ authorization: `Bearer ${'a'.repeat(40)}` });
    expect(upstream.last().headers.cookie).toBeUndefined();
  });

  test('keeps an answer from acting as a page of ours', async () => {
    const response = await stage.fetch('/-/forge/raw/evil.html', { headers: { cookie } });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-total-count')).toBe('3');
    const asScript = await stage.fetch('/-/forge/raw/evil.js', { headers: { cookie, 'sec-fetch-dest': 'script' } });
    expect(asScript.status).toBe(403);
  });

  test('puts its prefix before a redirect', async () => {
    const response = await stage.fetch('/-/forge/moved');
    expect(response.headers.get('location')).toBe('/-/forge/api/v1/there');
  });

  test('streams a body to the upstream, once the Origin is ours', async () => {
    const body = 'x'.repeat(3_000_000);
    const sent = (headers: Record<string, string>) =>
      stage.fetch('/-/mcp', { method: 'POST', headers: { cookie, 'content-type': 'application/octet-stream', ...headers }, body });
    expect((await sent({})).status).toBe(403);
    expect((await sent({ origin: 'http://evil.test' })).status).toBe(403);
    expect((await sent({ origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const before = upstream.seen.length;
    expect((await sent({ origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(upstream.seen.length).toBe(before + 1);
    expect(upstream.last()).toMatchObject({ method: 'POST', url: '/mcp', body });
    expect(upstream.last().headers.origin).toBeUndefined();
  });

  test('hands on events as they come, and ends the upstream’s stream when the reader goes', async () => {
    const closed = upstream.streamClosed();
    const gone = new AbortController();
    const response = await stage.fetch('/-/forge/stream', { headers: { cookie }, signal: gone.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    upstream.streams[0]?.write('data: one\n\n');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: one\n\n');
    upstream.streams[0]?.write('data: two\n\n');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: two\n\n');
    gone.abort();
    await closed;
  });

  test('says when a service does not run', async () => {
    const response = await stage.fetch('/-/ci/api/repos');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable' });
  });

  test('says when a service breaks off before it answers, and cuts an answer that it breaks off', async () => {
    const response = await stage.fetch('/-/forge/gone');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('forge does not answer') });
    const begun = await stage.fetch('/-/forge/stream');
    upstream.streams.at(-1)?.destroy();
    await expect(begun.text()).rejects.toThrow();
  });

  test.each([
    ['/-/forge/../mcp', 422],
    ['/-/forge/%2e%2e/mcp', 422],
    ['/-/forge/a%2f..%2fb', 422],
    ['/-/forge/a/./b', 422],
    ['/-/forge/a%5c..%5cb', 422],
    ['/-/forge/a%00b', 422],
    ['/-/forge//evil.test/', 422],
    ['/-/tony/x', 404],
    ['/-/mcp/x', 404],
  ])('does not pass on the crooked path %s', async (path, status) => {
    const before = upstream.seen.length;
    expect(await statusOfRawPath(stage.url, path)).toBe(status);
    expect(upstream.seen.length).toBe(before);
  });
});

/** `fetch` would straighten the path first. */
function statusOfRawPath(url: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}
