import { z } from 'zod';

import {
  asSent,
  isBodyOptional,
  parametersOf,
  refusalsOf,
  successesOf,
  type Convert,
  type DescribedOperation,
  type Description,
  type Json,
} from './description.ts';
import { rawTypeOf } from './operation.ts';

/** The OpenAPI 3.1 document of a dialect of ours (spec.openapis.org/oas/v3.1.1); `problem` is what its refusals answer. */
export function openApiOf({ title, version, basePath, operations, definitions, problem }: Description & { problem: z.ZodType }): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(definitions)) registry.add(schema, { id });
  const shown: Json = {};
  const convertWith =
    (metadata: typeof registry): Convert =>
    (schema, io) => {
      const read = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', metadata }) as Json;
      const { $schema: _, $defs: found = {}, ...rest } = io === 'output' ? asSent(read) : read;
      for (const [id, definition] of Object.entries(found as Record<string, Json>)) shown[id] = inDocument(definition, io);
      return inDocument(rest, io) as Json;
    };
  const converts = { convert: convertWith(registry), inPlace: convertWith(z.registry()) };
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation, problem, converts);
  return {
    openapi: '3.1.0',
    info: { title, version },
    ...(basePath === '' ? {} : { servers: [{ url: basePath }] }),
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: shown },
  };
}

function describe(operation: DescribedOperation, problem: z.ZodType, { convert, inPlace }: Record<'convert' | 'inPlace', Convert>): Json {
  const { id, tag, summary, body, answer, grant } = operation;
  const content = (type: string, schema: Json) => ({ content: { [type]: { schema } } });
  const raw = rawTypeOf(answer);
  const answered = () => (raw === null ? content('application/json', convert(answer, 'output')) : content(raw, {}));
  const success = answer instanceof z.ZodVoid ? { description: 'Done' } : { description: summary, ...answered() };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(grant === undefined ? {} : { security: grant === null ? [{}, { token: [] }] : [{ token: [grant] }] }),
    parameters: parametersOf(operation, inPlace),
    ...(body instanceof z.ZodUndefined
      ? {}
      : { requestBody: { required: !isBodyOptional(operation), ...content('application/json', convert(body, 'input')) } }),
    responses: {
      ...successesOf(operation, success),
      ...refusalsOf(operation, (description) => ({ description, ...content('application/problem+json', convert(problem, 'output')) })),
    },
  };
}

/** A part of a JSON schema as the document has it: definitions are elsewhere, and an answer may get further members one day. */
function inDocument(part: unknown, io: 'input' | 'output'): unknown {
  if (Array.isArray(part)) return part.map((item) => inDocument(item, io));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name, value]) => !saysNothing(name, value) && !(io === 'output' && name === 'additionalProperties' && value === false))
      .map(([name, value]) => [name, name === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : inDocument(value, io)]),
  );
}

/** What a number can hold at all is no bound worth telling. */
function saysNothing(name: string, value: unknown): boolean {
  return (name === 'minimum' || name === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}
