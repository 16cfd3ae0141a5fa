import { createHash, createHmac } from 'node:crypto';

/** What one link's hash covers. */
export interface ChainedFacts {
  seq: number;
  eventId: string;
  source: string;
  type: string;
  subject: string;
  time: number;
  traceId: string;
  actor: string;
  /** JSON as it is stored. */
  data: string;
  prevHash: string;
}

/** Before the first link. */
export const GENESIS = '0'.repeat(64);

/** HMAC-SHA-256 over canonical JSON: whoever alters the database without the key file cannot repair the chain either. */
export function linkHash(key: Buffer, facts: ChainedFacts): string {
  return createHmac('sha256', key)
    .update(canonicalJson({ ...facts }))
    .digest('hex');
}

/** JSON with the members of every object in order of their names. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Largest data of one record, in characters of JSON; of more only a digest is kept. */
const DATA_LIMIT = 4_096;

export function limitedData(data: Record<string, unknown>): string {
  const text = canonicalJson(data);
  if (text.length <= DATA_LIMIT) return text;
  return canonicalJson({ omitted: true, characters: text.length, sha256: createHash('sha256').update(text).digest('hex') });
}
