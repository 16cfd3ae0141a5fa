import { Problem } from '@mosaic/contracts/mosaic';
import { Bytes, EventStream, openApiOf, type Description, type OperationDatum } from '@mosaic/contracts/wire';

import { membersText, typeText, type Schema } from './schema-text.ts';

/** An operation as a service lists it; `grant` and `level` are the forge's frame for what lies in a repository. */
export interface Listed {
  method: unknown;
  path: string;
  access: 'anyone' | { grant: string };
  contract?: OperationDatum;
  grant?: string | null;
  level?: string | null;
  /** Put before its path, e.g. "/api". */
  prefix?: string;
}

/** A dialect as a page of the reference tells of it. */
export interface Reference {
  heading: string;
  /** What to know before the operations, a paragraph. */
  about: string;
  /** Where the data stand. */
  source: string;
  /** By where they are served. */
  doors: Readonly<Record<string, readonly Listed[]>>;
  definitions: Description['definitions'];
  /** Chapters of its own, between the operations and the types. */
  chapters?: readonly string[];
}

interface Described {
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** `at`: where it is served, if there is more than one place. */
type Served = Listed & { at: string[] };
type Stated = Served & { contract: OperationDatum };

/** The page, in Markdown. */
export function renderReference({ heading, about, source, doors, definitions, chapters = [] }: Reference): string {
  const served: Served[] = Object.entries(doors).flatMap(([door, listed]) =>
    listed.map((one) => ({ ...one, at: Object.keys(doors).length === 1 ? [] : [`at ${door}`] })),
  );
  const stated = served.filter((one): one is Stated => one.contract !== undefined);
  const operations = stated.map(({ contract }) => contract);
  const document = openApiOf({ title: heading, version: '', basePath: '', operations, definitions, problem: Problem });
  const paths = document['paths'] as Record<string, Record<string, Described>>;
  const { schemas } = document['components'] as { schemas: Record<string, Schema> };
  const parts = [
    `# ${heading}`,
    `${about} Derived from the data of the operations in \`${source}\`, as they are served; do not edit. To renew it after a change:
\`npx vitest run --project conformance testing/conformance/api-reference.test.ts -u\`. \`name?\` may be left out.`,
    ...[...new Set(operations.map(({ tag }) => tag))].flatMap((tag) => [
      `## ${tag}`,
      ...stated
        .filter(({ contract }) => contract.tag === tag)
        .map((one) => operationText(one, paths[one.contract.path]?.[one.contract.method.toLowerCase()])),
    ]),
    ...othersText(served.filter(({ contract }) => contract === undefined)),
    ...chapters,
    '## Types',
    ...Object.keys(schemas)
      .filter((name) => name !== 'Problem' || Object.hasOwn(definitions, 'Problem'))
      .toSorted()
      .map((name) => `### \`${name}\`\n\n${block(schemas[name] ?? {})}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function operationText(one: Stated, described: Described | undefined): string {
  const { contract, prefix = '', at } = one;
  if (described === undefined) throw new Error(`${contract.id} is not described.`);
  const facts = [`\`${contract.id}\``, ...at, accessText(one)].join('; ');
  return [
    `### \`${contract.method} ${prefix}${contract.path}\``,
    `${contract.summary}. ${facts}.`,
    operationLines(contract, described).join('\n'),
  ].join('\n\n');
}

function othersText(others: readonly Served[]): string[] {
  if (others.length === 0) return [];
  const lines = others.map(
    (one) => `- \`${String(one.method)} ${one.prefix ?? ''}${one.path}\`; ${[...one.at, accessText(one)].join('; ')}`,
  );
  return ['## Pages, redirects, streams and files', 'What answers no JSON, or is not stated as data yet.', lines.join('\n')];
}

function accessText({ access, grant = null, level = null }: Listed): string {
  const inRepository = level === null ? '' : `, with ${level} access to the repository`;
  if (access !== 'anyone') return `needs \`${access.grant}\`${inRepository}`;
  return grant === null ? 'asks for no grant' : `a token needs \`${grant}\`${inRepository}; without one, what is public`;
}

function operationLines(
  { status, alsoStatus, answer: stated, errors }: OperationDatum,
  { parameters, requestBody, responses }: Described,
): string[] {
  const inAddress = (place: 'path' | 'query') =>
    membersText(
      parameters.filter((one) => one.in === place).map(({ name, required, schema }) => ({ name, isOptional: !required, schema })),
    ).map((text) => `- ${place}: \`${text.code}\`${text.note}`);
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const answer = Object.values(responses[status]?.content ?? {})[0]?.schema;
  const shown = rawText(stated) ?? (answer === undefined ? ', nothing' : `:${shape(answer)}`);
  return [
    ...inAddress('path'),
    ...inAddress('query'),
    ...(body === undefined ? [] : [`- body${requestBody?.required === true ? '' : ' (may be left out)'}:${shape(body)}`]),
    `- answers ${[status, ...alsoStatus].join(' or ')}${shown}`,
    ...(errors.length === 0 ? [] : [`- refuses also with ${errors.join(', ')}`]),
  ];
}

/** Of an answer that is no JSON. */
function rawText(answer: OperationDatum['answer']): string | null {
  if (answer === EventStream) return ', events for as long as they are read (`text/event-stream`)';
  return answer === Bytes ? ', the bytes of a file' : null;
}

/** Longest type that stands in its line. */
const INLINE = 110;

function shape(schema: Schema): string {
  const text = typeText(schema);
  return text.length <= INLINE ? ` \`${text}\`` : `\n\n  ${block(schema).replaceAll('\n', '\n  ')}`;
}

function block(schema: Schema): string {
  return ['```ts', typeText(schema, { lines: true }), '```'].join('\n');
}
