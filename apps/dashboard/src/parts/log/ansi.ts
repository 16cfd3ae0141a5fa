/** A run of text in one look. `color` is one of the sixteen, null for the default. */
export interface AnsiSpan {
  text: string;
  color: number | null;
  bold: boolean;
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
const ESCAPES = /\u001b(?:\[([0-9;]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/**
 * Splits one log line by its colours. The sixteen colours and bold are kept, 256-colour codes fall to the nearest of
 * them, every other escape is removed; what a carriage return overwrote is left out.
 */
export function parseAnsi(line: string): AnsiSpan[] {
  const text = lastWrite(line);
  const spans: AnsiSpan[] = [];
  let look: Omit<AnsiSpan, 'text'> = { color: null, bold: false };
  let at = 0;
  for (const match of text.matchAll(ESCAPES)) {
    push(spans, text.slice(at, match.index), look);
    at = match.index + match[0].length;
    if (match[2] === 'm') look = applySgr(look, match[1] ?? '');
  }
  push(spans, text.slice(at), look);
  return spans;
}

/** The line as plain text, for search and copying. */
export function stripAnsi(line: string): string {
  return lastWrite(line).replace(ESCAPES, '');
}

function lastWrite(line: string): string {
  const kept = line.replace(/\r+$/, '');
  return kept.slice(kept.lastIndexOf('\r') + 1);
}

function push(spans: AnsiSpan[], text: string, look: Omit<AnsiSpan, 'text'>): void {
  if (text !== '') spans.push({ text, ...look });
}

function applySgr(look: Omit<AnsiSpan, 'text'>, parameters: string): Omit<AnsiSpan, 'text'> {
  const codes = parameters.split(';').map(Number);
  let { color, bold } = look;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) [color, bold] = [null, false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code >= 30 && code <= 37) color = code - 30;
    else if (code >= 90 && code <= 97) color = code - 82;
    else if (code === 39) color = null;
    else if (code === 38 || code === 48) {
      const isIndexed = codes[index + 1] === 5;
      if (code === 38 && isIndexed) color = nearestOfSixteen(codes[index + 2] ?? 7);
      index += isIndexed ? 2 : 4;
    }
  }
  return { color, bold };
}

/** 256-colour index → one of sixteen, by which of red, green and blue lead in its cube. */
function nearestOfSixteen(index: number): number {
  if (index < 16) return index;
  if (index >= 232) return index < 244 ? 8 : 7;
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  const most = Math.max(red, green, blue);
  if (most === 0) return 8;
  const half = most / 2;
  const hue = (red > half ? 1 : 0) + (green > half ? 2 : 0) + (blue > half ? 4 : 0);
  return most > 3 ? hue + 8 : hue;
}
