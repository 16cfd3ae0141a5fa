import { peopleText } from './people-text.ts';

/** A person as a commit names them. */
export interface Signature {
  name: string;
  email: string;
  /** RFC 3339 with the person's own offset, e.g. "2026-05-01T12:00:00+02:00". */
  date: string;
}

export interface Commit {
  id: string;
  treeId: string;
  parentIds: string[];
  author: Signature;
  committer: Signature;
  message: string;
  /** The message goes on; only its beginning was read. */
  truncated: boolean;
  /** The commit carries a signature (not verified here). */
  signed: boolean;
}

/** An annotated tag (git-mktag(1)). */
export interface AnnotatedTag {
  id: string;
  /** As the object says; the ref may have been named otherwise since. */
  name: string;
  /** What it points at. */
  targetId: string;
  targetType: string;
  /** null in tags of git's first years. */
  tagger: Signature | null;
  message: string;
  signed: boolean;
}

/**
 * Reads the bytes of a commit object (git-commit(1), "Discussion"). Total over all that git takes in: a broken field becomes an
 * empty one. Texts are read in the encoding that the commit states.
 */
export function parseCommit(id: string, data: Buffer): Commit {
  const { fields, body } = split(data);
  const encoding = first(fields, 'encoding')?.toString('latin1').trim();
  return {
    id,
    treeId: first(fields, 'tree')?.toString('latin1') ?? '',
    parentIds: fields.filter(({ key }) => key === 'parent').map(({ value }) => value.toString('latin1')),
    author: parseSignature(peopleText(first(fields, 'author') ?? Buffer.alloc(0), encoding)),
    committer: parseSignature(peopleText(first(fields, 'committer') ?? Buffer.alloc(0), encoding)),
    message: peopleText(body, encoding),
    truncated: false,
    signed: fields.some(({ key }) => key === 'gpgsig' || key === 'gpgsig-sha256'),
  };
}

/** Reads the bytes of a tag object. Total, like {@link parseCommit}. */
export function parseTag(id: string, data: Buffer): AnnotatedTag {
  const { fields, body } = split(data);
  const encoding = first(fields, 'encoding')?.toString('latin1').trim();
  const tagger = first(fields, 'tagger');
  const message = peopleText(body, encoding);
  const signature = message.search(/^-----BEGIN (?:PGP|SSH) SIGNATURE-----/m);
  return {
    id,
    name: peopleText(first(fields, 'tag') ?? Buffer.alloc(0), encoding),
    targetId: first(fields, 'object')?.toString('latin1') ?? '',
    targetType: first(fields, 'type')?.toString('latin1') ?? '',
    tagger: tagger === undefined ? null : parseSignature(peopleText(tagger, encoding)),
    message: signature === -1 ? message : message.slice(0, signature),
    signed: signature !== -1,
  };
}

interface Field {
  key: string;
  value: Buffer;
}

/** The header's lines without their continuations (which begin with a space), and what follows the first empty line. */
function split(data: Buffer): { fields: Field[]; body: Buffer } {
  const fields: Field[] = [];
  for (let at = 0; at < data.length;) {
    const found = data.indexOf(10, at);
    const end = found === -1 ? data.length : found;
    if (end === at) return { fields, body: data.subarray(end + 1) };
    const line = data.subarray(at, end);
    const space = line.indexOf(32);
    if (space > 0) fields.push({ key: line.toString('latin1', 0, space), value: line.subarray(space + 1) });
    at = end + 1;
  }
  return { fields, body: Buffer.alloc(0) };
}

function first(fields: readonly Field[], key: string): Buffer | undefined {
  return fields.find((field) => field.key === key)?.value;
}

/**
 * "Ada <ada@example.org> 1700000000 +0100" → name, e-mail and date. Of what our fsck lets pass, spaces may be missing and the
 * offset may be any number or none; like git, the e-mail ends at the last ">".
 */
export function parseSignature(line: string): Signature {
  const open = line.indexOf('<');
  const close = line.lastIndexOf('>');
  if (open === -1 || close < open) {
    // Without an e-mail the time is still the line's end.
    const bare = /^(.*?)\s*(\d+)\s+([+-]\d+)$/.exec(line);
    return { name: bare?.[1] ?? line.trim(), email: '', date: rfc3339(bare?.[2], bare?.[3]) };
  }
  const when = /^\s*([+-]?\d+)?\s*([+-]\d+)?/.exec(line.slice(close + 1));
  return { name: line.slice(0, open).trim(), email: line.slice(open + 1, close).trim(), date: rfc3339(when?.[1], when?.[2]) };
}

function rfc3339(time = '0', offset = '+0000'): string {
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.slice(1).padStart(4, '0');
  const [hours, rest] = [Number(digits.slice(0, -2)), Number(digits.slice(-2))];
  // RFC 3339 knows no offset beyond a day; the moment is kept, in UTC.
  const minutes = hours > 23 || rest > 59 ? 0 : hours * 60 + rest;
  const shifted = new Date((Number(time) + sign * minutes * 60) * 1000);
  const year = shifted.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999) return '1970-01-01T00:00:00Z';
  const zone = minutes === 0 ? 'Z' : `${sign < 0 ? '-' : '+'}${digits.slice(0, 2)}:${digits.slice(2)}`;
  return `${shifted.toISOString().slice(0, 19)}${zone}`;
}
