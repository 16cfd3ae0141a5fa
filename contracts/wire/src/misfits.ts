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
  return differencesOf(sent, parsed.data)
    .map(({ at, isUnknown }) => `${at}: ${isUnknown ? UNKNOWN : 'missing'}`)
    .slice(0, TOLD);
}

/** An answer with what its schema fills in. @throws Error where it does not fit, or holds a member that the schema does not name. */
export function completed<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const sent: unknown = answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  const whole = schema.parse(sent);
  const unknown = differencesOf(sent, whole).filter(({ isUnknown }) => isUnknown);
  if (unknown.length > 0) throw new Error(unknown.map(({ at }) => `${at}: ${UNKNOWN}`).join('; '));
  return whole;
}

const UNKNOWN = 'the contract does not know it';

interface Difference {
  at: string;
  /** In what was sent, not in the schema; else the other way about. */
  isUnknown: boolean;
}

/** Members that are on one side only. */
function differencesOf(sent: unknown, known: unknown, at = ''): Difference[] {
  if (Array.isArray(sent) && Array.isArray(known))
    return sent.flatMap((item, index) => differencesOf(item, known[index], `${at}[${index}]`));
  if (!isPlain(sent) || !isPlain(known)) return [];
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`);
  const unknown = Object.keys(sent)
    .filter((name) => !(name in known))
    .map((name) => ({ at: inside(name), isUnknown: true }));
  const named = Object.entries(known)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => (name in sent ? differencesOf(sent[name], value, inside(name)) : [{ at: inside(name), isUnknown: false }]));
  return [...unknown, ...named];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
