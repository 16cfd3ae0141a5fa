import { z } from 'zod';

import type { Operation } from '@mosaic/platform/http';

/** One request that no client of ours would send. */
export interface OddRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** What stands in an address in place of a name, number or id; encoded as it is sent. */
const ODD_SEGMENTS = [
  'a'.repeat(101),
  'a'.repeat(2_500),
  '0',
  '-1',
  '1.5',
  '1e9',
  '99999999999999999999',
  '%00',
  '%ff%fe',
  '%',
  '%2e%2e%2fetc',
  '..%2f..%2f',
  '%F0%9F%92%A5',
  '%27%22%3B--',
  'HEAD',
  '--upload-pack=x',
  '@%7B-1%7D',
  'a...b',
  '*',
  'null',
  'undefined',
  '__proto__',
];

/** As value of a parameter. */
const ODD_VALUES = [...ODD_SEGMENTS, '', 'a'.repeat(8_000), '1,2', '[1]', 'true', '%5B%5D', '2026-13-45T99:99:99Z', '+', '%E2%80%AE'];

/** As member of a body. */
const ODD_MEMBERS: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'x'.repeat(300),
  'x'.repeat(100_000),
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '../../etc/passwd',
  '--upload-pack=x',
  "';--",
  '2026-13-45T99:99:99Z',
  'http://[::1',
  'file:///etc/passwd',
  [],
  [null],
  [[]],
  {},
  { a: { b: {} } },
  Array.from({ length: 2_000 }, () => 'x'),
  JSON.parse('{"__proto__":{"admin":true}}'),
];

const JSON_TYPE = { 'content-type': 'application/json' };
/** Bodies that are no JSON object, and JSON that says it otherwise than it is. */
const ODD_BODIES: [Record<string, string>, Buffer][] = [
  ...[
    'null',
    '[]',
    '1',
    '"x"',
    '{',
    '{"a":1,"a":2}',
    `${'['.repeat(50_000)}`,
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    '\ufeff{}',
  ].map((text): [Record<string, string>, Buffer] => [JSON_TYPE, Buffer.from(text)]),
  [JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  [{ 'content-type': 'application/json; charset=utf-16' }, Buffer.from('{}', 'utf16le')],
  [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, Buffer.from('no gzip')],
  [{ 'content-type': 'text/plain' }, Buffer.from('{}')],
  [{ 'content-type': 'application/x-www-form-urlencoded' }, Buffer.from('a=1&a[b]=2&%ff=%00')],
  [{ 'content-type': 'multipart/form-data; boundary=x' }, Buffer.from('--x\r\n\r\n')],
  [{ 'content-type': 'no/such; ;;=' }, Buffer.from('x')],
  [{}, Buffer.from('x')],
];

/** Headers that every request may carry. */
const ODD_HEADERS: Record<string, string>[] = [
  { traceparent: '00-zz-zz-zz' },
  { range: 'bytes=9999999999999999999-' },
  { range: 'bytes=-0,1-0' },
  { 'if-none-match': '"' },
  { 'if-range': 'W/' },
  { 'last-event-id': '9.9.9' },
  { accept: '*/*;q=x, text/html' },
  { 'x-forwarded-for': '\xff, ,' },
  { cookie: 'mosaic_session=%00; =' },
  { authorization: 'Basic !!!' },
  { authorization: `Basic ${Buffer.from('no colon').toString('base64')}` },
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(6_000)}` },
  { authorization: 'token \xff' },
  { sudo: 'nobody' },
];

type Shape = {
  properties?: Record<string, Shape>;
  required?: string[];
  type?: string;
  enum?: unknown[];
  anyOf?: Shape[];
  minimum?: number;
};

function shapeOf(schema: z.ZodType | undefined): Shape {
  if (schema === undefined) return {};
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
}

function membersOf(shape: Shape): Record<string, Shape> {
  return Object.assign({}, shape.properties, ...(shape.anyOf ?? []).map(membersOf)) as Record<string, Shape>;
}

/** A value that the member may well take, so that one odd member is what is judged. */
function sampleOf(shape: Shape): unknown {
  if (shape.enum !== undefined) return shape.enum[0];
  if (shape.anyOf !== undefined) return sampleOf(shape.anyOf[0] ?? {});
  if (shape.type === 'object')
    return Object.fromEntries((shape.required ?? []).map((name) => [name, sampleOf(shape.properties?.[name] ?? {})]));
  return { string: 'sample', integer: Math.max(1, shape.minimum ?? 1), number: 1, boolean: false, array: [] }[shape.type ?? ''] ?? 'sample';
}

type Stated = Pick<Operation<never>, 'method' | 'path' | 'params' | 'query' | 'body'>;

/** Everything odd that can be asked of one operation, one odd thing at a time; `names` are good values for its parameters. */
export function* oddRequests(stated: Stated, { prefix, names }: { prefix: string; names: Record<string, string> }): Generator<OddRequest> {
  const method = String(stated.method);
  const segments = (prefix + stated.path).split('/');
  const isParameter = (segment: string) => segment.startsWith(':') || segment === '*';
  const fill = (at: number, odd: string) =>
    segments
      .map((segment, index) => (index === at ? odd : isParameter(segment) ? (names[segment.replace(':', '')] ?? '1') : segment))
      .join('/');
  const path = fill(-1, '');
  for (const [index, segment] of segments.entries())
    if (isParameter(segment)) for (const odd of ODD_SEGMENTS) yield { method, path: fill(index, odd) };
  for (const headers of ODD_HEADERS) yield { method, path, headers };
  for (const name of [...Object.keys(membersOf(shapeOf(stated.query))), 'page', 'limit', 'ref']) {
    for (const odd of ODD_VALUES) yield { method, path: `${path}?${name}=${odd}` };
    for (const tail of [`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`]) yield { method, path: `${path}?${tail}` };
  }
  if (method === 'GET' || method === 'HEAD') return;
  const shape = shapeOf(stated.body);
  const sample = sampleOf({ type: 'object', ...shape }) as Record<string, unknown>;
  for (const [headers, body] of ODD_BODIES) yield { method, path, headers, body };
  for (const name of Object.keys(membersOf(shape)))
    for (const odd of ODD_MEMBERS)
      yield { method, path, headers: JSON_TYPE, body: Buffer.from(JSON.stringify({ ...sample, [name]: odd })) };
}

/** Inputs of a tool, each with one odd member. */
export function* oddInputs(schema: z.ZodType): Generator<unknown> {
  const shape = shapeOf(schema);
  const sample = sampleOf({ type: 'object', ...shape }) as Record<string, unknown>;
  yield* [null, [], 'x', 1];
  for (const name of [...Object.keys(membersOf(shape)), 'unknown']) for (const odd of ODD_MEMBERS) yield { ...sample, [name]: odd };
}
