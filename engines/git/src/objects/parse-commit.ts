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
  /** The commit carries a signature (not verified here). */
  signed: boolean;
}

const PERSON = /^(.*?) ?<([^<>]*)> (-?\d+) ([+-]\d{4})$/;

/** Reads the bytes of a commit object (git-commit(1), "Discussion"). Total: a broken field becomes an empty one. */
export function parseCommit(id: string, data: Buffer): Commit {
  const blank = data.indexOf('\n\n');
  const head = data.toString('utf8', 0, blank === -1 ? data.length : blank);
  const message = blank === -1 ? '' : decodeMessage(data.subarray(blank + 2), /^encoding (.+)$/m.exec(head)?.[1]);
  const fields = head.split('\n').filter((line) => !line.startsWith(' '));
  const all = (key: string): string[] => fields.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    id,
    treeId: all('tree')[0] ?? '',
    parentIds: all('parent'),
    author: parseSignature(all('author')[0] ?? ''),
    committer: parseSignature(all('committer')[0] ?? ''),
    message,
    signed: all('gpgsig').length + all('gpgsig-sha256').length > 0,
  };
}

function decodeMessage(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === undefined) return bytes.toString('utf8');
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // An encoding that nobody knows: better odd letters than no message.
    return bytes.toString('utf8');
  }
}

/** "Ada <ada@example.org> 1700000000 +0100" → name, e-mail and date. */
export function parseSignature(line: string): Signature {
  const match = PERSON.exec(line);
  if (match === null) return { name: line, email: '', date: rfc3339(0, '+0000') };
  return { name: match[1] ?? '', email: match[2] ?? '', date: rfc3339(Number(match[3]), match[4] ?? '+0000') };
}

function rfc3339(seconds: number, offset: string): string {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5));
  const shifted = new Date((seconds + (offset.startsWith('-') ? -minutes : minutes) * 60) * 1000);
  if (Number.isNaN(shifted.getTime()) || shifted.getUTCFullYear() > 9999) return '1970-01-01T00:00:00Z';
  const zone = minutes === 0 ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3, 5)}`;
  return `${shifted.toISOString().slice(0, 19)}${zone}`;
}
