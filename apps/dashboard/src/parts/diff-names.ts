const ESCAPES: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };
const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

/** Text of bytes: UTF-8 where they are, else Latin-1, so that an old file is read as what it most likely is. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

export interface ReadName {
  name: string;
  /** Where the name ended in the text. */
  end: number;
}

/** A name in C's quotes (git's quote.c) that begins at `from`, e.g. `"a/\303\251"`; null when it is none or does not end. */
export function readQuoted(text: string, from = 0): ReadName | null {
  if (text[from] !== '"') return null;
  const bytes: number[] = [];
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') return { name: decodeText(Uint8Array.from(bytes)), end: at + 1 };
    if (character !== '\\') {
      const whole = String.fromCodePoint(text.codePointAt(at) as number);
      bytes.push(...new TextEncoder().encode(whole));
      at += whole.length - 1;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    const byte = octal === undefined ? ESCAPES[text[at + 1] ?? ''] : Number.parseInt(octal, 8);
    if (byte === undefined) return null;
    bytes.push(byte);
    at += octal === undefined ? 1 : 3;
  }
  return null;
}

/** The one name that a header line holds: in quotes, or as it is; a tab after it is git's mark that it holds a space. */
export function readName(text: string): string {
  return readQuoted(text)?.name ?? text.replace(/\t$/, '');
}

/** The name after "a/" or "b/"; null for /dev/null. */
export function readSide(text: string): string | null {
  const name = readName(text);
  return name === '/dev/null' ? null : name.replace(/^[abciow]\//, '');
}

/** Both names of `diff --git`: quoted, or two times the same one; null where only the lines below tell them apart. */
export function readPair(text: string): { before: string; after: string } | null {
  const side = (name: string): string => name.replace(/^[ab]\//, '');
  const first = readQuoted(text);
  if (first !== null) return { before: side(first.name), after: side(readName(text.slice(first.end + 1))) };
  const quoted = text.indexOf(' "');
  const second = quoted === -1 ? null : readQuoted(text, quoted + 1);
  if (second?.end === text.length) return { before: side(text.slice(0, quoted)), after: side(second.name) };
  const half = (text.length - 1) / 2;
  const [before, after] = [side(text.slice(0, half)), side(text.slice(half + 1))];
  return text[half] === ' ' && before === after ? { before, after } : null;
}
