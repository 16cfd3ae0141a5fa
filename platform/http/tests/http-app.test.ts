import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import {
  createHttpApp,
  credentialOf,
  createSend,
  listen,
  mountOperations,
  operation,
  Places,
  traceIdOf,
  traceparent,
  type Listening,
} from '@mosaic/platform/http';
import type { Caller, Credential } from '@mosaic/platform/identity';
import { silentLog } from '@mosaic/platform/log';

const caller: Caller = {
  id: 'p1',
  uid: 1,
  login: 'ada',
  kind: 'person',
  role: 'developer',
  builtIn: false,
  name: 'Ada',
  email: '',
  tokenId: 't1',
  doors: ['forge'],
  grants: ['forge:issue:write'],
  repositories: null,
  attempt: null,
};
const started = Promise.withResolvers<AbortSignal>();

const OPERATIONS = [
  operation<object>()({ method: 'GET', path: '/open', access: 'anyone', handle: async (request) => ({ login: request.caller.login }) }),
  operation<object>()({
    method: 'POST',
    path: '/issues/:number',
    access: { grant: 'forge:issue:write' },
    status: 201,
    bodyLimit: 2_000,
    params: z.object({ number: z.coerce.number().int() }),
    body: z.strictObject({ title: z.string().min(1) }),
    handle: async ({ params, body }) => ({ number: params.number, title: body.title }),
  }),
  operation<object>()({
    method: 'GET',
    path: '/listed',
    access: 'anyone',
    query: z.object({ page: z.coerce.number().int().min(1).default(1), event: z.enum(['push']).optional() }),
    handle: async ({ query }) => query,
  }),
  operation<object>()({ method: 'DELETE', path: '/repo', access: { grant: 'forge:repository:admin' }, handle: async () => undefined }),
  operation<object>()({
    method: 'GET',
    path: '/boom',
    access: 'anyone',
    handle: async () => Promise.reject(new Error('password=hunter2')),
  }),
  operation<object>()({
    method: 'GET',
    path: '/wait',
    access: 'anyone',
    handle: ({ gone }) =>
      new Promise((resolve) => {
        const signal = gone();
        started.resolve(signal);
        signal.addEventListener('abort', () => resolve({ ended: true }));
      }),
  }),
];

async function authenticate(credential: Credential): Promise<Caller> {
  if ('token' in credential && credential.token === 'good') return caller;
  if ('token' in credential && credential.token === 'monitor') return { ...caller, grants: ['*:metrics:admin'] };
  throw new MosaicError('unauthenticated', 'The token is not valid.');
}

let listening: Listening;
beforeEach(async () => {
  const app = createHttpApp({
    name: 'test',
    log: silentLog(),
    hosts: ['localhost', '127.0.0.1'],
    health: async () => ({ state: 'degraded', reason: 'slow' }),
    authenticate,
  });
  app.get('/names/:name/of/*', async ({ params, query }) => ({ params, query }));
  app.get('/cookie', async (request) => ({ cookie: request.headers.cookie ?? null }));
  mountOperations(app, OPERATIONS, {
    context: {},
    credential: (request) => credentialOf(request.headers),
    authenticate,
  });
  listening = await listen(app, { port: 0, drainMs: 30_000 });
});
afterEach(() => listening[Symbol.asyncDispose]());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: { [name: string]: unknown };
}

function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(
      {
        port: listening.port,
        host: '127.0.0.1',
        method,
        path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        text(response).then(
          (read) =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: read.startsWith('{') ? (JSON.parse(read) as Answer['body']) : { read },
            }),
          reject,
        );
      },
    )
      .once('error', reject)
      .end(body);
  });
}
const signedIn = { authorization: 'Bearer good' };

test('every listener tells of its life and readiness, and nobody why it is not well', async () => {
  expect((await ask('GET', '/healthz')).status).toBe(204);
  const ready = await ask('GET', '/readyz', { headers: { authorization: 'Bearer monitor' } });
  expect([ready.status, ready.body]).toEqual([503, { state: 'degraded' }]);
});

test('measures are for a token with the grant; a loopback peer, which a step of a pipeline is too, has no other way', async () => {
  const measures = (authorization?: string) => ask('GET', '/metrics', authorization === undefined ? {} : { headers: { authorization } });
  expect((await measures()).status).toBe(401);
  expect((await measures('Bearer bad')).status).toBe(401);
  expect((await measures('Bearer good')).status).toBe(403);
  const { status, body } = await measures('Bearer monitor');
  expect([status, body['read']]).toEqual([200, expect.stringMatching(/http_request_duration_seconds[^]*service="test"/)]);
});

test('of the doors of one process one tells what is measured of all of it, and another when that one closes', async () => {
  const open = () =>
    createHttpApp({ name: 'other', log: silentLog(), hosts: ['localhost'], health: async () => ({ state: 'ok' as const }), authenticate });
  const told = async (app: ReturnType<typeof open>) => {
    const headers = { authorization: 'Bearer monitor', host: 'localhost' };
    return (await app.inject({ method: 'GET', path: '/metrics', headers })).body.match(/^process_resident_memory_bytes/gm)?.length ?? 0;
  };
  const [one, two] = [open(), open()];
  const first = async () =>
    ((await ask('GET', '/metrics', { headers: { authorization: 'Bearer monitor' } })).body['read'] as string).includes('process_');
  expect([await first(), await told(one), await told(two)]).toEqual([true, 0, 0]);
  await listening[Symbol.asyncDispose]();
  expect([await told(one), await told(two)]).toEqual([1, 0]);
  await one.close();
  expect(await told(two)).toBe(1);
  await two.close();
});

test('names in an address keep their bytes, whether they are UTF-8 or not', async () => {
  const asked = async (path: string) => (await ask('GET', path)).body;
  expect(await asked('/names/a%20b/of/%C3%A4/c%2Fd?q=a+b&q=%C3%A4&e=')).toEqual({
    params: { name: 'a b', '*': 'ä/c/d' },
    query: { q: ['a b', 'ä'], e: '' },
  });
  expect(await asked('/names/caf%E9/of/%C3%A4%FF/%2525%41?ref=%E9%20x')).toEqual({
    params: { name: 'caf\udce9', '*': 'ä\udcff/%25A' },
    query: { ref: '\udce9 x' },
  });
  expect((await ask('GET', '/names/100%/of/x')).status).toBeLessThan(500);
  expect((await ask('GET', '/open?q=100%&x=%zz')).status).toBe(200);
});

test('first who asks, then the grant, then the form of what is asked', async () => {
  expect((await ask('GET', '/open')).body).toEqual({ login: '' });
  expect((await ask('GET', '/open', { headers: signedIn })).body).toEqual({ login: 'ada' });
  expect(await ask('GET', '/open', { headers: { authorization: 'Bearer bad' } })).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
  expect((await ask('POST', '/issues/x', { body: '{}' })).status).toBe(401);
  expect(await ask('DELETE', '/repo', { headers: signedIn })).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('forge:repository:admin') },
  });
  expect(await ask('POST', '/issues/x', { headers: signedIn, body: '{"title":"t"}' })).toMatchObject({
    status: 422,
    body: { faults: [{ path: 'number' }] },
  });
  expect(await ask('POST', '/issues/3', { headers: signedIn, body: '{"title":"","extra":1}' })).toMatchObject({
    status: 422,
    body: { code: 'invalid_input' },
  });
  expect(await ask('POST', '/issues/3', { headers: signedIn, body: '{"title":"t"}' })).toMatchObject({
    status: 201,
    body: { number: 3, title: 't' },
  });
});

test('a body of another kind is refused in words, and none at all is no body', async () => {
  const authorization = 'Bearer good';
  for (const [type, word] of [
    ['application/x-www-form-urlencoded', /urlencoded.*application\/json/],
    ['text/plain', /text\/plain/],
    ['nonsense', /malformed|nonsense/],
  ] as const) {
    const refused = await ask('POST', '/issues/7', { headers: { authorization, 'content-type': type }, body: 'title=One' });
    expect(refused).toMatchObject({ status: 415, body: { code: 'unsupported_media_type', detail: expect.stringMatching(word) as string } });
  }
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' };
  expect(await ask('POST', '/issues/7', { headers, body: '' })).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
});

test('a parameter without a value is none', async () => {
  expect(await ask('GET', '/listed?event=&page=')).toMatchObject({ status: 200, body: { page: 1 } });
  expect(await ask('GET', '/listed?event=none')).toMatchObject({ status: 422 });
});

test('an answer holds its place until it has been read, and leaves it when its client goes', async () => {
  const app = createHttpApp({ name: 'full', log: silentLog(), hosts: ['127.0.0.1'], health: async () => ({ state: 'ok' }) });
  const endless = operation<object>()({
    method: 'GET',
    path: '/endless',
    access: 'anyone',
    handle: async ({ reply }) =>
      reply.send(
        new Readable({
          read() {
            this.push(Buffer.alloc(65_536));
          },
        }),
      ),
  });
  const places = new Places({ of: 'places', places: 2 });
  mountOperations(app, [endless], {
    context: {},
    credential: () => null,
    authenticate: async () => caller,
    admission: { places, proof: 'proof' },
  });
  await using server = await listen(app, { port: 0, drainMs: 0 });
  const ask = async () => {
    const gone = new AbortController();
    const { status } = await fetch(`http://127.0.0.1:${server.port}/endless`, { signal: gone.signal });
    return { status, leave: () => gone.abort() };
  };
  const first = await ask();
  expect([first.status, (await ask()).status]).toEqual([200, 429]);
  first.leave();
  await expect.poll(async () => (await ask()).status).toBe(200);
});

test('a fault of ours is told without its words, under an id', async () => {
  const answer = await ask('GET', '/boom');
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: answer.headers['x-request-id'] } });
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
});

test('other hosts, too large and malformed bodies, unknown paths and cookies are refused', async () => {
  expect((await ask('GET', '/open', { headers: { host: 'evil.example' } })).body['code']).toBe('invalid_input');
  expect((await ask('POST', '/issues/3', { headers: signedIn, body: `{"title":"${'x'.repeat(3_000)}"}` })).body['code']).toBe('too_large');
  expect((await ask('POST', '/issues/3', { headers: signedIn, body: '{"title":' })).body['code']).toBe('invalid_input');
  expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect((await ask('GET', '/cookie', { headers: { cookie: 'session=1' } })).body).toEqual({ cookie: null });
});

test('a long answer is told when its listener stops, and still arrives', async () => {
  const waiting = ask('GET', '/wait');
  const signal = await started.promise;
  expect(signal.aborted).toBe(false);
  await listening[Symbol.asyncDispose]();
  expect((await waiting).body).toEqual({ ended: true });
});

test('an address that this machine does not have is said in words, with those that it has', async () => {
  const app = createHttpApp({ name: 'second', log: silentLog(), hosts: ['localhost'], health: async () => ({ state: 'ok' }) });
  await expect(listen(app, { port: 0, addresses: ['127.0.0.1', '203.0.113.7'] })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/no address 203\.0\.113\.7 .*127\.0\.0\.1/),
  });
});

test('a port that is taken is said in words', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const app = createHttpApp({ name: 'second', log: silentLog(), hosts: ['localhost'], health: async () => ({ state: 'ok' }) });
  await expect(listen(app, { port })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(String(port)) });
  await new Promise((resolve) => other.close(resolve));
});

test.each([
  [`Bearer ${'a'.repeat(40)}`, { token: 'a'.repeat(40) }],
  ['token abc', { token: 'abc' }],
  [`Basic ${btoa('ada:secret-words')}`, { username: 'ada', password: 'secret-words' }],
  [`Basic ${btoa(`ada:${'b'.repeat(40)}`)}`, { token: 'b'.repeat(40) }],
  [`Basic ${btoa('tok:')}`, { token: 'tok' }],
  [`Basic ${btoa('tok:x-oauth-basic')}`, { token: 'tok' }],
  ['Digest x', null],
  ['Bearer two words', null],
])('%s presents %j', (authorization, expected) => {
  expect(credentialOf({ authorization })).toEqual(expected);
});

test('a trace id survives its header; what is no trace is none', () => {
  const id = '0af7651916cd43dd8448eb211c80319c';
  expect(traceIdOf(traceparent(id))).toBe(id);
  for (const header of [undefined, '', 'x', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, ['a']]) expect(traceIdOf(header)).toBeNull();
});

test('a send carries JSON, a token read anew each time, and every status', async () => {
  let token = 'bad';
  await using send = createSend({ baseUrl: `http://127.0.0.1:${listening.port}`, headers: () => ({ authorization: `Bearer ${token}` }) });
  expect((await send({ method: 'POST', path: '/issues/1', body: { title: 'a' } })).status).toBe(401);
  token = 'good';
  expect(await (await send({ method: 'POST', path: '/issues/1', body: { title: 'a' } })).json()).toEqual({ number: 1, title: 'a' });
});

test.each(['h2c', 'websocket', 'HTTP/2.0', 'something'])('an offer to go on as %s is ignored and the request answered', async (upgrade) => {
  const headers = { host: 'localhost', connection: 'Upgrade, HTTP2-Settings', upgrade, 'http2-settings': 'AAMAAABkAAQAAP__' };
  const status = await new Promise<number>((resolve, reject) => {
    httpRequest({ port: listening.port, host: '127.0.0.1', path: '/cookie', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
  expect(status).toBe(200);
});

test('an address that the router cannot read is refused in the form and the words of any other fault', async () => {
  const answer = await fetch(`http://127.0.0.1:${listening.port}/issues/%zz`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    422,
    (await fetch(`http://127.0.0.1:${listening.port}/none`)).headers.get('content-type'),
  ]);
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  const body = (await answer.json()) as Record<string, unknown>;
  expect(JSON.stringify(body)).toContain('write \\"%25\\"');
  expect(JSON.stringify(body)).not.toContain('FST_');
});
