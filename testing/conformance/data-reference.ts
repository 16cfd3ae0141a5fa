import { z } from 'zod';

import { EVENTS, type EventDatum, TOOLS, type ToolDatum } from '@mosaic/contracts/mosaic';

import { typeText, type Schema } from './schema-text.ts';

/** What a page of the reference begins with. */
interface Heading {
  heading: string;
  /** What to know first, a paragraph. */
  about: string;
  /** Where the data stand. */
  source: string;
}

/** Schemas of the contract that are shown once, by their names. */
type Definitions = Readonly<Record<string, z.ZodType>>;

/** The page of the MCP server's tools, in Markdown: by the resource that their grants name. */
export function renderTools(definitions: Definitions): string {
  const types = new TypeBook(definitions);
  const tools: ToolDatum[] = Object.values(TOOLS);
  const byResource = Map.groupBy(tools, ({ grant }) => grant.split(':')[1] ?? '');
  const chapters = [...byResource].flatMap(([resource, some]) => [`## ${resource}`, ...some.map((tool) => toolText(tool, types))]);
  const about = `The tools of the MCP server at \`/mcp\`, as \`tools/list\` shows them; through the front door at \`/-/mcp\`. An input with a member that is not named here is refused. Times are Unix milliseconds.`;
  return page({ heading: 'Tools of the MCP server', about, source: 'contracts/mosaic/src/tools/' }, [...chapters, ...types.chapter()]);
}

/** The page of the events that services tell each other, in Markdown. */
export function renderEvents(definitions: Definitions): string {
  const types = new TypeBook(definitions);
  const about =
    'What services tell each other: each records its own in the transaction of the change and shows them at `GET /-/events`; the MCP server takes those of the forge and CI into one order, for `event_read`.';
  const record = ['## The record', 'Every event has these members; `data` is that of its type.', types.block(definitions['EventRecord'])];
  return page({ heading: 'Events', about, source: 'contracts/mosaic/src/events/' }, [
    ...record,
    '## Types of events',
    ...Object.values(EVENTS).map((event) => eventText(event, types)),
    ...types.chapter(),
  ]);
}

function page({ heading, about, source }: Heading, parts: readonly string[]): string {
  const renewal = `Derived from the data in \`${source}\`; do not edit. To renew it after a change:
\`npx vitest run --project conformance testing/conformance/data-reference.test.ts -u\`. \`name?\` may be left out.`;
  return `${[`# ${heading}`, `${about} ${renewal}`, ...parts].join('\n\n')}\n`;
}

function toolText({ name, title, description, grant, annotations, input, output, example }: ToolDatum, types: TypeBook): string {
  const effect = annotations.readOnlyHint
    ? 'changes nothing'
    : `writes${annotations.destructiveHint === true ? ', and may replace what is live' : ''}`;
  return [
    `### \`${name}\``,
    `**${title}.** ${description} Needs \`${grant}\`; ${effect}.`,
    `Input:\n\n${types.block(input)}`,
    `Answer:\n\n${types.block(output, 'output')}`,
    `For example:${exampleText(example)}`,
  ].join('\n\n');
}

/** Longest example that stands in its line. */
const INLINE = 110;

function exampleText(example: unknown): string {
  const json = JSON.stringify(example);
  return json.length <= INLINE ? ` \`${json}\`` : `\n\n${fenced('json', JSON.stringify(example, null, 2))}`;
}

function eventText({ type, sources, summary, data }: EventDatum, types: TypeBook): string {
  return [`### \`${type}\``, `${summary} Recorded by ${sources.join(', ')}.`, types.block(data, 'output')].join('\n\n');
}

/** Shows schemas, and keeps those that were named on the way. */
class TypeBook {
  readonly #registry = z.registry<{ id: string }>();
  readonly #named = new Map<string, Schema>();

  constructor(definitions: Definitions) {
    for (const [id, schema] of Object.entries(definitions)) this.#registry.add(schema, { id });
  }

  /** As code; what bears a name is named, but for the schema itself. */
  block(schema: z.ZodType | undefined, io: 'input' | 'output' = 'input'): string {
    const { $defs = {}, properties = {} } = z.toJSONSchema(z.object({ shown: schema as z.ZodType }), {
      io,
      metadata: this.#registry,
      override: ({ zodSchema, jsonSchema }) => tidy(jsonSchema as Schema, z.globalRegistry.get(zodSchema)?.description),
    }) as Schema & { $defs?: Record<string, Schema> };
    for (const [id, definition] of Object.entries($defs)) this.#named.set(id, definition);
    const own = properties['shown'] ?? {};
    const id = own.$ref?.split('/').at(-1);
    return fenced('ts', typeText(id === undefined ? own : ($defs[id] ?? own), { lines: true }));
  }

  chapter(): string[] {
    const names = [...this.#named.keys()].toSorted();
    return names.length === 0
      ? []
      : ['## Types', ...names.map((name) => `### \`${name}\`\n\n${fenced('ts', typeText(this.#named.get(name) ?? {}, { lines: true }))}`)];
  }
}

/** Says what a schema means, and leaves out the bounds that every integer has in JavaScript. */
function tidy(schema: Schema, description: string | undefined): void {
  if (description !== undefined) schema.description = description;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function fenced(language: string, text: string): string {
  return [`\`\`\`${language}`, text, '```'].join('\n');
}
