import { z } from 'zod';

import type { OperationDatum } from './operation.ts';

/** An operation with what its server asks of a token, where that is known. */
export interface DescribedOperation extends OperationDatum {
  /** The grant that a token needs; null where none is asked for. */
  grant?: string | null;
}

/** An API as a document tells of it. */
export interface Description {
  title: string;
  /** Of the API that is spoken. */
  version: string;
  /** Put before every path, e.g. "/api/v1". */
  basePath: string;
  operations: readonly DescribedOperation[];
  /** Schemas that are shown once, by their names. */
  definitions: Readonly<Record<string, z.ZodType>>;
}

/** A JSON document or a part of it. */
export type Json = Record<string, unknown>;

/** Refusals that any operation may answer. */
export const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'A credential is needed, or the one that was sent does not count',
  403: 'The credential does not reach this',
  404: 'It does not exist, or the asker may not see it',
  422: 'What was sent does not fit',
};

/** All successes of an operation; they differ in their status alone. */
export function successesOf({ status, alsoStatus }: OperationDatum, success: Json): Json {
  return Object.fromEntries([status, ...alsoStatus].map((code) => [code, success]));
}

/** All refusals of an operation, each as `show` has it. */
export function refusalsOf({ errors }: OperationDatum, show: (description: string) => Json): Json {
  const codes = [...Object.keys(REFUSALS).map(Number), ...errors];
  return Object.fromEntries(codes.map((code) => [code, show(REFUSALS[code] ?? 'A refusal')]));
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Json;
}

/** What an operation takes by its address; those in the path in their order there. */
export function parametersOf({ path, catchAll, params, query }: OperationDatum, convert: Convert): Parameter[] {
  const inPath = fieldsOf(convert(params, 'input'));
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...names.map((name) => {
      const { schema = { type: 'string' } } = inPath.get(name === catchAll ? '*' : name) ?? {};
      return { name, in: 'path' as const, required: true, schema };
    }),
    ...[...fieldsOf(convert(query, 'input'))].map(([name, field]) => ({ name, in: 'query' as const, ...field })),
  ];
}

/** A schema as JSON: for requests (`input`) or answers (`output`). */
export type Convert = (schema: z.ZodType, io: 'input' | 'output') => Json;

function fieldsOf({ properties = {}, required = [] }: Json): Map<string, { schema: Json; required: boolean }> {
  const names = required as string[];
  return new Map(
    Object.entries(properties as Record<string, Json>).map(([name, schema]) => [name, { schema, required: names.includes(name) }]),
  );
}

/**
 * An answer's JSON schema, made of what its readers take: a member that they do without (a default) is sent in any case, and what
 * they make of one (a transformation) is theirs alone.
 */
export function asSent<T>(part: T): T {
  if (Array.isArray(part)) return part.map(asSent) as T;
  if (typeof part !== 'object' || part === null) return part;
  const { properties, required = [], ...rest } = part as { properties?: Record<string, Json>; required?: string[] };
  const walked = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, asSent(value)]));
  if (properties === undefined) return walked as T;
  const members = Object.entries(properties).map(([name, schema]) => {
    const { default: byDefault, ...shown } = asSent(schema);
    return { name, shown, isSent: byDefault !== undefined || required.includes(name) };
  });
  const sent = members.filter(({ isSent }) => isSent).map(({ name }) => name);
  return {
    ...walked,
    properties: Object.fromEntries(members.map(({ name, shown }) => [name, shown])),
    ...(sent.length === 0 ? {} : { required: sent }),
  } as T;
}

/** Schemas of a module by their names there, to be shown under them. */
export function schemasOf(module: Readonly<Record<string, unknown>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(module).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType));
}

/** Whether a request without a body will do. */
export function isBodyOptional({ body }: OperationDatum): boolean {
  return body.safeParse({}).success;
}
