import type { z } from 'zod';

/** Most that are told of one answer. */
const TOLD = 10;

/**
 * Where an answer differs from its schema, in words; nothing where it fits. Stricter than what a client asks for: a member that
 * the schema does not name is a misfit, and so is one that is missing although clients do without.
 */
export function misfitsOf(schema: z.ZodType, answer: unknown): string[] {
  // What is compared is what goes over the wire.
  const sent: unknown = answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  const parsed = schema.safeParse(sent);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`).slice(0, TOLD);
  const found: string[] = [];
  compare(sent, parsed.data, '', found);
  return found.slice(0, TOLD);
}

/** Members that are on one side only. */
function compare(sent: unknown, known: unknown, at: string, found: string[]): void {
  if (Array.isArray(sent) && Array.isArray(known))
    return sent.forEach((item, index) => compare(item, known[index], `${at}[${index}]`, found));
  if (!isPlain(sent) || !isPlain(known)) return;
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`);
  for (const name of Object.keys(sent)) if (!(name in known)) found.push(`${inside(name)}: the contract does not know it`);
  for (const [name, value] of Object.entries(known)) {
    if (value === undefined) continue;
    if (name in sent) compare(sent[name], value, inside(name), found);
    else found.push(`${inside(name)}: missing`);
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
