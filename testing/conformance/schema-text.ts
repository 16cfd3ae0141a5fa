/** A JSON schema, as far as a description has it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

interface Member {
  name: string;
  isOptional: boolean;
  schema: Schema;
}

/** Members as code, each with what bounds it and what it means in words. */
export function membersText(members: readonly Member[]): { code: string; note: string }[] {
  return members.map((member) => {
    const note = boundsOf(member);
    return { code: memberCode(member), note: note === '' ? '' : `, ${note}` };
  });
}

/** A schema in the notation of TypeScript; `lines`: one member a line, with its bounds. */
export function typeText(schema: Schema, { lines = false }: { lines?: boolean } = {}): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map((one) => typeText(one, { lines })))].join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((one) => typeText(one, { lines })).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeText({ ...schema, type }, { lines })).join(' | ');
  if (schema.type === 'array') return arrayText(typeText(schema.items ?? {}, { lines }));
  if (schema.type === 'object') return objectText(schema, lines);
  return schema.type ?? 'unknown';
}

function arrayText(item: string): string {
  return /[|&]/.test(item.replace(/\{[^]*\}/, '')) ? `(${item})[]` : `${item}[]`;
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema, lines: boolean): string {
  const members = Object.entries(properties).map(([name, schema]) => ({ name, isOptional: !required.includes(name), schema }));
  if (members.length === 0)
    return typeof additionalProperties === 'object' ? `Record<string, ${typeText(additionalProperties, { lines })}>` : '{}';
  if (!lines) return `{ ${members.map((member) => memberCode(member)).join('; ')} }`;
  const written = members.map((member) => {
    const note = boundsOf(member);
    return `  ${memberCode(member, true).replaceAll('\n', '\n  ')};${note === '' ? '' : ` // ${note}`}`;
  });
  return `{\n${written.join('\n')}\n}`;
}

function memberCode({ name, isOptional, schema }: Member, lines = false): string {
  return `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${isOptional ? '?' : ''}: ${typeText(schema, { lines })}`;
}

function boundsOf({ isOptional, schema }: Member): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, default: byDefault, description = '' } = schema;
  const ranges = [rangeText(minimum, maximum, ''), rangeText(minLength, maxLength, ' characters'), rangeText(minItems, maxItems, ' items')];
  const left = byDefault === undefined || !isOptional ? '' : `${JSON.stringify(byDefault)} when left out`;
  const bounds = [...ranges, left].filter((text) => text !== '').join(', ');
  return [bounds, description].filter((text) => text !== '').join('; ');
}

function rangeText(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `at least ${least}${unit}`;
  return most === undefined ? '' : `at most ${most}${unit}`;
}
