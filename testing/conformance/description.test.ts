import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { OPERATIONS as ACCOUNTS } from '@mosaic/accounts/operations';
import { NATIVE_OPERATIONS as CI_NATIVE, WOODPECKER_OPERATIONS } from '@mosaic/ci/operations';
import { Problem } from '@mosaic/contracts/mosaic';
import { Bytes, defineOperation, openApiOf, swaggerOf, type OperationDatum } from '@mosaic/contracts/wire';
import { GITEA_OPERATIONS, NATIVE_OPERATIONS as FORGE_NATIVE } from '@mosaic/forge/operations';
import type { Service } from '@mosaic/platform/lifecycle';

import { SERVICES } from './services.ts';

/** What each door describes, where, and which of its operations. */
const DESCRIPTIONS: readonly [service: string, path: string, listed: readonly { contract?: OperationDatum }[]][] = [
  ['forge', '/swagger.v1.json', GITEA_OPERATIONS],
  ['ci', '/swagger/doc.json', WOODPECKER_OPERATIONS],
  ['accounts', '/-/openapi.json', ACCOUNTS],
  ['forge', '/-/openapi.json', FORGE_NATIVE],
  ['ci', '/-/openapi.json', CI_NATIVE],
  ['mcp', '/-/openapi.json', []],
];

let home = '';
const running = new Map<string, Service>();
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mosaic-descriptions-'));
  for (const name of new Set(DESCRIPTIONS.map(([service]) => service))) {
    const folder = await mkdtemp(join(home, `${name}-`));
    const service = await SERVICES[name]?.({ folder, store: { dialect: 'sqlite', file: join(folder, 'store.db') } });
    if (service === undefined) throw new Error(`There is no service ${name}.`);
    running.set(name, service);
    await service.start();
  }
});
afterAll(async () => {
  for (const service of running.values()) await service[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

interface Served extends Record<string, unknown> {
  paths: Record<string, Record<string, { operationId: string; security?: unknown }>>;
}

test.each(DESCRIPTIONS)('%s describes at %s each of its operations, under its id', async (name, path, listed) => {
  const answer = await fetch(`${running.get(name)?.listeners[0]?.url}${path}`);
  expect(answer.status).toBe(200);
  const document = (await answer.json()) as Served;
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  const told = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  const stated = listed.flatMap(({ contract }) => contract ?? []);
  const isNative = path.startsWith('/-/');
  const expected = isNative
    ? [...stated.filter((one) => one.path.startsWith('/-/')).map(({ id }) => id), 'readEvents']
    : stated.map(({ id }) => id);
  expect(told.toSorted()).toEqual(expected.toSorted());
  expect(new Set(told).size).toBe(told.length);
});

test('a description of ours says what each operation asks of a token', async () => {
  const answer = await fetch(`${running.get('accounts')?.listeners[0]?.url}/-/openapi.json`);
  const { paths } = (await answer.json()) as Served;
  for (const { contract, access } of ACCOUNTS) {
    if (contract === undefined) continue;
    const expected = access === 'anyone' ? [{}, { token: [] }] : [{ token: [access.grant] }];
    expect(paths[contract.path]?.[contract.method.toLowerCase()]?.security, contract.id).toEqual(expected);
  }
  expect(paths['/-/events']?.['get']?.security).toEqual([{ token: ['accounts:feed:admin'] }]);
});

test('our own operations have ids of their own across all doors', () => {
  const ids = [ACCOUNTS, FORGE_NATIVE, CI_NATIVE].flatMap((list) => list.flatMap(({ contract }) => contract?.id ?? []));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('parameters, body and answer are those of the datum', () => {
  const Thing = z.object({
    name: z.string(),
    note: z.string().nullish(),
    type: z.string().nullable(),
    of: z.object({}).nullish(),
    any: z.union([z.string(), z.array(z.string())]).optional(),
  });
  const edit = defineOperation({
    id: 'editThing',
    tag: 'things',
    summary: 'Changes a thing',
    method: 'PATCH',
    path: '/things/{id}',
    params: z.object({ id: z.coerce.number<number>().int() }),
    query: z.object({ force: z.enum(['yes', 'no']).default('no') }),
    body: z.object({ name: z.string() }),
    status: 202,
    alsoStatus: [203],
    answer: z.array(Thing),
    errors: [409],
  });
  const ping = defineOperation({ id: 'ping', tag: 'things', summary: 'Pings', method: 'GET', path: '/things' });
  const picture = defineOperation({
    id: 'getPicture',
    tag: 'things',
    summary: 'A picture',
    method: 'GET',
    path: '/pictures',
    answer: Bytes,
  });
  const { paths, definitions } = swaggerOf({
    title: 'Things',
    version: '1',
    basePath: '/api',
    operations: [edit, ping, picture],
    definitions: { Thing, Name: z.string() },
    refusal: z.object({ message: z.string() }),
  });
  expect(definitions).toEqual({
    Thing: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        note: { type: 'string', 'x-nullable': true },
        type: { type: 'string', 'x-nullable': true },
        of: { type: 'object', properties: {}, 'x-nullable': true },
        any: {},
      },
      required: ['name'],
    },
  });
  expect(paths).toMatchObject({
    '/things/{id}': {
      patch: {
        operationId: 'editThing',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'integer' },
          { name: 'force', in: 'query', required: false, type: 'string', enum: ['yes', 'no'], default: 'no' },
          { name: 'body', in: 'body', required: true, schema: { required: ['name'] } },
        ],
        responses: {
          202: { schema: { type: 'array', items: { $ref: '#/definitions/Thing' } } },
          203: { schema: { type: 'array' } },
          409: { schema: { properties: { message: { type: 'string' } } } },
          404: { schema: { required: ['message'] } },
        },
      },
    },
    '/pictures': { get: { produces: ['application/octet-stream'], responses: { 200: { schema: { type: 'file' } } } } },
    '/things': { get: { parameters: [], responses: { 204: { description: 'Done' } } } },
  });
});

test.each([
  ['forge', '/swagger.v1.json'],
  ['ci', '/swagger/doc.json'],
])(
  '%s: generators of clients find nothing that they trip over: null as a type or where it is required, a text as a part, a refusal without its form',
  async (name, path) => {
    const answer = await fetch(`${running.get(name)?.listeners[0]?.url}${path}`);
    const document = (await answer.json()) as Served;
    const seen = walk(document);
    expect(seen.filter(({ type }) => Array.isArray(type))).toEqual([]);
    expect(
      seen.filter(({ properties, required }) => Array.isArray(required) && required.some((name) => isNullable(properties, name))),
    ).toEqual([]);
    const parts = seen.flatMap(({ allOf }) => (Array.isArray(allOf) ? (allOf as Json[]) : []));
    const named = parts.map(({ $ref }) => (document['definitions'] as Record<string, Json>)[String($ref).replace('#/definitions/', '')]);
    expect(named.filter((part) => part?.['type'] !== 'object')).toEqual([]);
    const operations = Object.values(
      document.paths as unknown as Record<string, Record<string, { responses: Record<string, Json> }>>,
    ).flatMap((path) => Object.values(path));
    expect(
      operations
        .flatMap(({ responses }) => Object.entries(responses))
        .filter(([status, { schema }]) => Number(status) >= 400 && schema === undefined),
    ).toEqual([]);
  },
);

type Json = Record<string, unknown>;

const isNullable = (properties: unknown, name: string) => (properties as Record<string, Json>)[name]?.['x-nullable'] === true;

/** Every object of a document, itself first. */
function walk(part: unknown): Json[] {
  if (typeof part !== 'object' || part === null) return [];
  return [...(Array.isArray(part) ? [] : [part as Json]), ...Object.values(part).flatMap(walk)];
}

test('our own dialect says the same in OpenAPI 3.1: an answer may grow, a body may not, and what clients do without is sent', () => {
  const Thing = z.object({
    name: z.string(),
    size: z.number().int().default(0),
    tags: z
      .array(z.string())
      .nullable()
      .transform((tags) => tags ?? []),
  });
  const edit = defineOperation({
    id: 'editThing',
    tag: 'things',
    summary: 'Changes a thing',
    method: 'PATCH',
    path: '/-/things/{id}/at/{filepath}',
    catchAll: 'filepath',
    params: z.object({ id: z.coerce.number<number>().int().min(1), '*': z.string().max(9) }),
    query: z.object({ force: z.enum(['yes', 'no']).default('no') }),
    body: z.strictObject({ of: z.union([z.string(), z.array(z.string())]) }),
    status: 202,
    alsoStatus: [203],
    answer: z.array(Thing),
    errors: [409],
  });
  const picture = defineOperation({
    id: 'getPicture',
    tag: 'things',
    summary: 'A picture',
    method: 'GET',
    path: '/-/pictures',
    answer: Bytes,
  });
  const { paths, components } = openApiOf({
    title: 'Things',
    version: '1',
    basePath: '',
    operations: [edit, picture],
    definitions: { Thing, Problem },
    problem: Problem,
  });
  expect(components).toMatchObject({ schemas: { Problem: { required: expect.arrayContaining(['code', 'detail']) } } });
  expect(components).toHaveProperty('schemas.Thing', {
    type: 'object',
    properties: {
      name: { type: 'string' },
      size: { type: 'integer' },
      tags: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] },
    },
    required: ['name', 'size', 'tags'],
  });
  const text = { type: 'string' };
  expect(paths).toMatchObject({
    '/-/pictures': { get: { responses: { 200: { content: { 'application/octet-stream': {} } } } } },
    '/-/things/{id}/at/{filepath}': {
      patch: {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
          { name: 'filepath', in: 'path', required: true, schema: { type: 'string', maxLength: 9 } },
          { name: 'force', in: 'query', required: false, schema: { type: 'string', enum: ['yes', 'no'], default: 'no' } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { properties: { of: { anyOf: [text, { type: 'array', items: text }] } }, additionalProperties: false },
            },
          },
        },
        responses: {
          203: { description: 'Changes a thing' },
          202: { content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } } },
          409: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        },
      },
    },
  });
});
