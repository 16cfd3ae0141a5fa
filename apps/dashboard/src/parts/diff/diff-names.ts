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

/** A name in C's quotes (git's quote.c) at the beginning of a text, e.g. `"a/\303\251"`; null when it is none or does not end. */
function readQuoted(text: string): string | null {
  if (text[0] !== '"') return null;
  const bytes: number[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') return decodeText(Uint8Array.from(bytes));
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
  return readQuoted(text) ?? text.replace(/\t$/, '');
}

/** The name after "a/" or "b/"; null for /dev/null. */
export function readSide(text: string): string | null {
  const name = readName(text);
  return name === '/dev/null' ? null : name.replace(/^[abciow]\//, '');
}

/** The one name that both sides of `diff --git` have; null where they differ, which the lines below it tell (renames, copies). */
export function readPair(text: string): string | null {
  const quoted = readQuoted(text);
  if (quoted !== null) return quoted.replace(/^a\//, '');
  const half = (text.length - 1) / 2;
  const [before, after] = [text.slice(0, half).replace(/^a\//, ''), text.slice(half + 1).replace(/^b\//, '')];
  return text[half] === ' ' && before === after ? after : null;
}
