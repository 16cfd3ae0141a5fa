import { z } from 'zod';

import { asSent, isBodyOptional, parametersOf, refusalsOf, successesOf, type Convert, type Description, type Json } from './description.ts';
import { rawTypeOf, Upload, type OperationDatum } from './operation.ts';

export interface SwaggerDescription extends Description {
  /** What refusals answer: words alone, or an object with them. */
  refusal: z.ZodType;
}

/** The Swagger 2.0 document of a dialect (spec.openapis.org/oas/v2.0): what generators of clients read. Derived, so it says what is served. */
export function swaggerOf({ title, version, basePath, operations, definitions, refusal }: SwaggerDescription): Json {
  const registry = z.registry<{ id: string }>();
  // A text with a name of its own would be an object to generators wherever something is said beside it.
  for (const [id, schema] of Object.entries(definitions)) if (schema instanceof z.ZodObject) registry.add(schema, { id });
  const shown: Json = {};
  const convertWith =
    (metadata: typeof registry): Convert =>
    (schema, io) => {
      const read = z.toJSONSchema(schema, { io: 'input', target: 'draft-4', unrepresentable: 'any', metadata }) as Json;
      const { $schema: _, definitions: found = {}, ...rest } = io === 'output' ? asSent(read) : read;
      for (const [id, definition] of Object.entries(found as Record<string, Json>)) shown[id] = open(definition);
      return open(rest);
    };
  const converts = { convert: convertWith(registry), inPlace: convertWith(z.registry()) };
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation, refusal, converts);
  return {
    swagger: '2.0',
    info: { title, version },
    basePath,
    consumes: ['application/json'],
    produces: ['application/json', ...(refusal instanceof z.ZodString ? ['text/plain'] : [])],
    securityDefinitions: { token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '"token …" or "Bearer …"' } },
    security: [{ token: [] }],
    paths,
    definitions: shown,
  };
}

function describe(operation: OperationDatum, refusal: z.ZodType, { convert, inPlace }: Record<'convert' | 'inPlace', Convert>): Json {
  const { id, tag, summary, body, answer } = operation;
  const consumes = body === Upload ? { consumes: ['multipart/form-data', 'application/octet-stream'] } : {};
  const parameters = [
    ...parametersOf(operation, inPlace).map(({ schema, ...parameter }) => ({ type: 'string', ...plain(schema), ...parameter })),
    ...bodyParameter(operation, convert),
  ];
  const raw = rawTypeOf(answer);
  const success =
    answer instanceof z.ZodVoid
      ? { description: 'Done' }
      : { description: summary, schema: raw === null ? convert(answer, 'output') : { type: 'file' } };
  const refusals = refusalsOf(operation, (description) => ({ description, schema: convert(refusal, 'output') }));
  const produces = raw === null ? {} : { produces: [raw] };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...consumes,
    ...produces,
    parameters,
    responses: { ...successesOf(operation, success), ...refusals },
  };
}

/** JSON, or a file as the member of a form: Swagger 2.0 cannot say that it may also be the whole body. */
function bodyParameter(operation: OperationDatum, convert: Convert): Json[] {
  const { body } = operation;
  if (body instanceof z.ZodUndefined) return [];
  if (body === Upload) return [{ name: 'attachment', in: 'formData', type: 'file', required: false }];
  return [{ name: 'body', in: 'body', required: !isBodyOptional(operation), schema: convert(body, 'input') }];
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

/**
 * A JSON schema as Swagger 2.0 has it: no word on further members, no exclusions, and of alternatives only "or null". It has no null
 * itself, so what may be null is required of nobody: clients that are made from the document take null as missing.
 */
function open(schema: Json): Json {
  const { additionalProperties: _, not: __, anyOf, oneOf, type, properties, required = [], ...rest } = schema;
  const types = [type ?? []].flat().filter((name) => name !== 'null');
  const variants = (anyOf ?? oneOf ?? []) as Json[];
  const [only, ...more] = variants.filter((variant) => variant.type !== 'null');
  const isNullable = (Array.isArray(type) && type.includes('null')) || (only !== undefined && more.length === 0 && variants.length > 1);
  const members = Object.entries((properties ?? {}) as Record<string, Json>).map(([name, member]) => [name, open(member)] as const);
  const nullable = new Set(members.filter(([, member]) => member['x-nullable'] === true).map(([name]) => name));
  const always = (required as string[]).filter((name) => !nullable.has(name));
  return {
    ...(types.length === 1 ? { type: types[0] } : {}),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, openInside(value)])),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(members) }),
    ...(always.length === 0 ? {} : { required: always }),
    ...(only === undefined || more.length > 0 ? {} : open(only)),
    ...(isNullable ? { 'x-nullable': true } : {}),
  };
}

function openInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openInside);
  return typeof value === 'object' && value !== null ? open(value as Json) : value;
}
