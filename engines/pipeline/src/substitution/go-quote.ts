const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** The text as Go's `%q` prints it: double quotes, Go escapes; printable Unicode stays as it is. */
export function goQuote(text: string): string {
  let quoted = '"';
  for (const char of text) quoted += NAMED[char] ?? (isPrintable(char) ? char : escapePoint(char.codePointAt(0) as number));
  return `${quoted}"`;
}

function isPrintable(char: string): boolean {
  return char === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char);
}

function escapePoint(point: number): string {
  if (point < 0x20 || point === 0x7f) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}
