import { request as httpRequest, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, expect, test } from 'vitest';

import { OPEN_DOORS } from '@mosaic/contracts/mosaic';
import { clientAddress, edgeProof } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';

import { KEYRING, startEdge, startUpstream } from './harness.ts';

let stack = new Stack();
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  stack = new Stack();
});

/** An edge of this test, by its port. */
const edgePort = async (origins: Parameters<typeof startEdge>[0] = {}) => stack.use(await startEdge(origins)).port;
const upstream = async (listener: RequestListener) => stack.use(await startUpstream(listener));

function ask(port: number, host: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, headers: { host, ...headers } }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject);
    })
      .once('error', reject)
      .end();
  });
}

test.each([
  ['localhost:8080', '/', 'accounts'],
  ['localhost:8080', '/ada/hello', 'accounts'],
  ['localhost:8080', '/ada/hello/src/branch/main/a.ts', 'accounts'],
  ['localhost:8080', '/ada/hello.git/info/refs?service=git-upload-pack', 'forge'],
  ['localhost:8080', '/ada/hello/git-receive-pack', 'forge'],
  ['localhost:8080', '/api/v1/version', 'forge'],
  ['localhost:8080', '/api/v10', 'accounts'],
  ['localhost:8080', '/swagger.v1.json', 'forge'],
  ['localhost:8080', '/swagger.v1.json/x', 'accounts'],
  ['127.0.0.1:8080', '/-/inbox', 'accounts'],
  ['git.localhost:8080', '/api/v1/version', 'forge'],
  ['ci.localhost:8080', '/api/user', 'ci'],
  ['MCP.localhost:8080', '/mcp', 'mcp'],
  ['hello.localhost:8080', '/api/v1/version', 'sites'],
  ['preview--hello.localhost', '/', 'sites'],
])('%s%s goes to %s', async (host, path, expected) => {
  const names = OPEN_DOORS;
  const origins = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await upstream((_request, response) => response.end(name))).origin])),
  );
  expect(await ask(await edgePort(origins), host, path)).toEqual({ status: 200, text: expected });
});

test('probes are of the edge on its own names alone; below every other name they belong to whoever answers there', async () => {
  const own = await upstream((request, response) => response.end(`theirs ${request.url}`));
  const port = await edgePort({ sites: own.origin, forge: own.origin, ci: own.origin, mcp: own.origin });
  for (const path of ['/healthz', '/readyz', '/metrics', '/metrics?a=1'])
    for (const host of ['hello.localhost:8080', 'preview--hello.localhost', 'git.localhost', 'ci.localhost', 'mcp.localhost'])
      expect(await ask(port, host, path)).toEqual({ status: 200, text: `theirs ${path}` });
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'LOCALHOST']) {
    expect((await ask(port, host, '/healthz')).status).toBe(204);
    expect((await ask(port, host, '/readyz')).text).toBe('{"state":"ok"}');
    expect((await ask(port, host, '/metrics')).status).toBe(404);
  }
});

test('a target with an address or a star is routed as path and host', async () => {
  const forge = await upstream((request, response) => response.end(`forge ${request.headers.host} ${request.url}`));
  const port = await edgePort({ forge: forge.origin });
  const asked = (target: string) => ask(port, 'nobody.example', target);
  expect(await asked('http://localhost:8080/ada/hello.git/info/refs?a=b')).toMatchObject({
    status: 200,
    text: 'forge localhost:8080 /ada/hello.git/info/refs?a=b',
  });
  expect(await asked('http://nobody.example/')).toMatchObject({ status: 421 });
  const star = await new Promise<number | undefined>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', method: 'OPTIONS', path: '*', headers: { host: 'localhost:8080' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
  expect(star).toBe(200);
});

test('a host that is none of ours is refused', async () => {
  const port = await edgePort();
  expect((await ask(port, 'evil.example', '/')).status).toBe(421);
  expect((await ask(port, 'localhost.evil.example', '/')).status).toBe(421);
});

test('forged forwarding headers and headers of one connection are dropped', async () => {
  const port = await edgePort();
  const answer = await ask(port, 'localhost:8080', '/', {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-proto': 'https',
    connection: 'x-secret',
    'x-secret': '1',
    accept: 'a',
  });
  const { headers } = JSON.parse(answer.text) as { headers: Record<string, string> };
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'localhost:8080',
    host: 'localhost:8080',
    accept: 'a',
  });
  expect(headers).not.toHaveProperty('x-secret');
});

test('an event stream passes line by line while it is open', async () => {
  const source = await upstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
    response.once('close', () => closed.resolve());
  });
  const closed = Promise.withResolvers<void>();
  const port = await edgePort({ accounts: source.origin });
  const first = await new Promise<string>((resolve, reject) => {
    const asked = httpRequest({ port, host: '127.0.0.1', path: '/', headers: { host: 'localhost' } }, (response) => {
      response.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
        asked.destroy();
      });
    }).once('error', reject);
    asked.end();
  });
  expect(first).toBe('data: one\n\n');
  // The client went away, so the source is let go too.
  await closed.promise;
});

test('an upgrade is passed both ways', async () => {
  const source = await upstream(() => undefined);
  source.server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`)).on('end', () => socket.end());
  });
  const port = await edgePort({ accounts: source.origin });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  const seen = await new Promise<string>((resolve) => {
    let all = '';
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString();
      if (all.endsWith('\r\n\r\n')) socket.write('hi');
      if (all.endsWith('echo hi')) resolve(all);
    });
  });
  socket.destroy();
  expect(seen).toMatch(/^HTTP\/1\.1 101 /);
});

/** What comes back on a connection until it is closed. */
async function raw(port: number, ...words: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  for (const word of words) socket.write(word);
  return text(socket);
}

test('an upgrade that nobody takes up is answered in words, and its connection ends', async () => {
  const gone = await upstream(() => undefined);
  await new Promise<void>((resolve) => gone.server.close(() => resolve()));
  const port = await edgePort({ ci: gone.origin });
  const offer = (host: string) => `GET /live HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  expect(await raw(port, offer('evil.example'))).toMatch(/^HTTP\/1\.1 421 [^]*Connection: close[^]*Nothing here answers for the host/i);
  expect(await raw(port, offer('ci.localhost'))).toMatch(/^HTTP\/1\.1 502 [^]*ci does not answer at the moment/);
  // A destination without upgrades answers as ever; what follows on the connection must not reach it around the edge.
  const answer = await raw(port, offer('localhost'), 'GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*"url":"\/live"/);
  expect(answer).not.toContain('/second');
});

test('an upgrade with a body is a request like any other, and so is the next on its connection', async () => {
  const port = await edgePort();
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nhi');
  socket.once('data', () => socket.write('GET /second HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*"url":"\/x"[^]*HTTP\/1\.1 421 /);
});

test('CONNECT opens nothing and is told so', async () => {
  const port = await edgePort();
  const answer = await raw(port, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 405 [^]*allow: GET[^]*no forward proxy/i);
});

const PLAIN = 'Connection: close';
const OFFER = 'Connection: Upgrade\r\nUpgrade: websocket';
test.each([PLAIN, OFFER])('a whole address instead of a path is routed by what it names, whatever Host says (%j)', async (headers) => {
  const names = OPEN_DOORS;
  const origins = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, (await upstream(({ url }, response) => response.end(`${name} ${url}`))).origin] as const),
    ),
  );
  const port = await edgePort(origins);
  const asked = (target: string) => raw(port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
  expect(await asked('http://localhost/api/v1/version')).toContain('forge /api/v1/version');
  expect(await asked('http://ada@hello.localhost:8080?a=1')).toContain('sites /?a=1');
  expect(await asked('HTTP://ci.localhost/healthz')).toContain('ci /healthz');
  expect(await asked('http://evil.example/x')).toMatch(/^HTTP\/1\.1 421 /);
  expect(await asked('//evil.example/x')).toContain('accounts //evil.example/x');
});

test.each([PLAIN, OFFER])('a host that readers could take for different ones is refused (%j)', async (headers) => {
  const port = await edgePort();
  const asked = (...hosts: string[]) =>
    raw(port, `GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}${headers}\r\n\r\n`);
  expect(await asked('localhost', 'localhost')).toMatch(/^HTTP\/1\.1 400 [^]*more than once/);
  for (const host of [
    'evil/.localhost',
    'a b.localhost',
    'localhost:1@evil.localhost',
    'localhost, evil',
    'localhost:99999999',
    'h\xe9.localhost',
  ])
    expect(await asked(host), host).toMatch(/^HTTP\/1\.1 400 [^]*neither a name nor an address/);
  for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1', '[::1]:8080'])
    expect(await asked(host), host).toMatch(/^HTTP\/1\.1 200 /);
});

test('an offer of HTTP/2 in the clear is ignored and the request passed on', async () => {
  const port = await edgePort();
  const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };
  expect((await ask(port, 'localhost', '/', headers)).status).toBe(200);
});

test('a destination that is down is said so, and a body streams through whole', async () => {
  const gone = await upstream(() => undefined);
  await new Promise<void>((resolve) => gone.server.close(() => resolve()));
  const sink = await upstream((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => response.end(String(size)));
  });
  const port = await edgePort({ ci: gone.origin, forge: sink.origin });
  expect((await ask(port, 'ci.localhost', '/')).status).toBe(502);
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/x`, { method: 'POST', body: Buffer.alloc(8 * 1024 * 1024, 1) });
  expect(await answer.text()).toBe(String(8 * 1024 * 1024));
});

test('proves itself to its destinations, whatever the client claims', async () => {
  const port = await edgePort();
  const { text: shown } = await ask(port, 'localhost', '/', { 'x-mosaic-edge': 'forged', 'x-forwarded-for': '203.0.113.7' });
  const { headers } = JSON.parse(shown) as { headers: Record<string, string> };
  expect(clientAddress({ headers, socket: { remoteAddress: '127.0.0.1' } }, edgeProof(KEYRING))).toBe('127.0.0.1');
  expect(headers['x-mosaic-edge']).toBe(edgeProof(KEYRING));
});
