import { z } from 'zod';

import type { OperationDatum } from '@mosaic/contracts/wire';

/** One thing that a request may say: a name in the path, a parameter of the query, a member of the body. */
export interface RequestParameter {
  /** "path.id", "query.limit", "body.config.url". */
  name: string;
  /** Its schema takes one value alone. */
  isFixed: boolean;
  /** Its value in what a client gives; undefined where it was left out. */
  read: (given: object) => unknown;
}

interface Schema {
  properties?: Record<string, Schema>;
  enum?: unknown[];
  const?: unknown;
}

const known = new WeakMap<OperationDatum, RequestParameter[]>();

/** All that an operation accepts, members of members each by itself. */
export function requestParameters(operation: OperationDatum): readonly RequestParameter[] {
  const found = known.get(operation) ?? read(operation);
  known.set(operation, found);
  return found;
}

function read({ path, query, body }: OperationDatum): RequestParameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...names.map((name) => ({ name: `path.${name}`, isFixed: false, read: (given: object) => memberAt(given, [name]) })),
    ...leaves(jsonOf(query), ['query']),
    ...leaves(jsonOf(body), ['body']),
  ];
}

function leaves({ properties, enum: options, const: only }: Schema, at: readonly string[]): RequestParameter[] {
  if (properties !== undefined) return Object.entries(properties).flatMap(([name, schema]) => leaves(schema, [...at, name]));
  if (at.length === 1) return [];
  return [{ name: at.join('.'), isFixed: only !== undefined || options?.length === 1, read: (given) => memberAt(given, at) }];
}

function jsonOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

function memberAt(given: object, at: readonly string[]): unknown {
  return at.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], given);
}
