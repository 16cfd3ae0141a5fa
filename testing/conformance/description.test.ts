import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation, swaggerOf } from '@mosaic/contracts/wire';

import { describeForge } from '../../services/forge/src/api/description.ts';
import { GITEA_OPERATIONS } from '@mosaic/forge/operations';

const contracts = GITEA_OPERATIONS.flatMap(({ contract }) => contract ?? []);

test("the forge's description is a Swagger 2.0 document", async () => {
  const description = describeForge();
  expect(await new Validator().validate(structuredClone(description))).toEqual({ valid: true });
  expect(description.definitions).toHaveProperty('Repository.properties.full_name', { type: 'string' });
});

test('it tells of each operation under its id', () => {
  const told = Object.values(describeForge().paths as Record<string, Record<string, { operationId: string }>>);
  const ids = told.flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(ids.toSorted()).toEqual(contracts.map(({ id }) => id).toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

test('parameters, body and answer are those of the datum', () => {
  const Thing = z.object({
    name: z.string(),
    note: z.string().nullish(),
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
    answer: z.array(Thing),
    errors: [409],
  });
  const ping = defineOperation({ id: 'ping', tag: 'things', summary: 'Pings', method: 'GET', path: '/things' });
  const { paths, definitions } = swaggerOf({
    title: 'Things',
    version: '1',
    basePath: '/api',
    operations: [edit, ping],
    definitions: { Thing },
  });
  expect(definitions).toEqual({
    Thing: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        note: { type: ['string', 'null'] },
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
        responses: { 202: { schema: { type: 'array', items: { $ref: '#/definitions/Thing' } } }, 409: {}, 404: {} },
      },
    },
    '/things': { get: { parameters: [], responses: { 204: { description: 'Done' } } } },
  });
});
