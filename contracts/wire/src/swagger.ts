import { z } from 'zod';

import type { OperationDatum } from './operation.ts';

export interface Description {
  title: string;
  /** Of the API that is spoken. */
  version: string;
  /** Put before every path, e.g. "/api/v1". */
  basePath: string;
  operations: readonly OperationDatum[];
  /** Schemas that are shown once, by their names. */
  definitions: Readonly<Record<string, z.ZodType>>;
}

type Json = Record<string, unknown>;

/** Refusals that any operation may answer. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'A credential is needed, or the one that was sent does not count',
  403: 'The credential does not reach this',
  404: 'It does not exist, or the asker may not see it',
  422: 'What was sent does not fit',
};

/** The Swagger 2.0 document of a dialect (spec.openapis.org/oas/v2.0): what generators of clients read. Derived, so it says what is served. */
export function swaggerOf({ title, version, basePath, operations, definitions }: Description): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(definitions)) registry.add(schema, { id });
  const shown: Json = {};
  const convert = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      definitions: found,
      ...rest
    } = z.toJSONSchema(schema, { io, target: 'draft-4', unrepresentable: 'any', metadata: registry });
    for (const [id, definition] of Object.entries((found ?? {}) as Record<string, Json>)) shown[id] = open(definition);
    return open(rest as Json);
  };
  const paths: Record<string, Json> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation, convert);
  return {
    swagger: '2.0',
    info: { title, version },
    basePath,
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: { token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '"token …" or "Bearer …"' } },
    security: [{ token: [] }],
    paths,
    definitions: shown,
  };
}

function describe({ id, tag, summary, path, params, query, body, status, answer, errors }: OperationDatum, convert: Convert): Json {
  const inPath = fieldsOf(convert(params, 'input'));
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parameters = [
    ...names.map((name) => ({ type: 'string', ...plain(inPath.get(name)?.schema), name, in: 'path', required: true })),
    ...[...fieldsOf(convert(query, 'input'))].map(([name, { schema, required }]) => ({
      type: 'string',
      ...plain(schema),
      name,
      in: 'query',
      required,
    })),
    ...(body instanceof z.ZodUndefined
      ? []
      : [{ name: 'body', in: 'body', required: !body.safeParse({}).success, schema: convert(body, 'input') }]),
  ];
  const success = answer instanceof z.ZodVoid ? { description: 'Done' } : { description: summary, schema: convert(answer, 'output') };
  const refusals = [...Object.keys(REFUSALS).map(Number), ...errors].map((code) => [code, { description: REFUSALS[code] ?? 'A refusal' }]);
  return { operationId: id, tags: [tag], summary, parameters, responses: { [status]: success, ...Object.fromEntries(refusals) } };
}

type Convert = (schema: z.ZodType, io: 'input' | 'output') => Json;

function fieldsOf({ properties = {}, required = [] }: Json): Map<string, { schema: Json; required: boolean }> {
  const names = required as string[];
  return new Map(
    Object.entries(properties as Record<string, Json>).map(([name, schema]) => [name, { schema, required: names.includes(name) }]),
  );
}

/** What a parameter may say of its type: Swagger 2.0 knows no unions there. */
function plain(schema: Json = {}): Json {
  const { type, enum: values, format, minimum, maxLength, default: byDefault } = schema;
  const simple = typeof type === 'string' && type !== 'object' && type !== 'array' ? type : undefined;
  const kept = {
    type: simple,
    enum: simple === undefined ? undefined : values,
    format,
    minimum: bound(minimum),
    maxLength,
    default: byDefault,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

/** What a number can hold at all is no bound worth telling. */
const bound = (value: unknown): unknown => (value === Number.MIN_SAFE_INTEGER ? undefined : value);

/** A JSON schema as Swagger 2.0 has it: no word on further members, no exclusions, and of alternatives only "or null". */
function open(schema: Json): Json {
  const { additionalProperties: _, not: __, anyOf, oneOf, ...rest } = schema;
  const variants = (anyOf ?? oneOf ?? []) as Json[];
  const [only, ...more] = variants.filter(({ type }) => type !== 'null');
  const kept = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, openInside(value)]));
  if (only === undefined || more.length > 0) return kept;
  const isNullable = variants.length > 1;
  return { ...kept, ...open(only), ...(isNullable ? { 'x-nullable': true } : {}) };
}

function openInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openInside);
  return typeof value === 'object' && value !== null ? open(value as Json) : value;
}
