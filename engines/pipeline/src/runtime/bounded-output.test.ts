import { expect, test } from 'vitest';

import { BoundedOutput, type LogLimits } from './bounded-output.ts';
import { Masker } from './mask.ts';

function run(limits: LogLimits, text: string, { chunk = 4096, secrets = [] as string[] } = {}): string[] {
  const lines: string[] = [];
  const output = new BoundedOutput(
    { limits, masker: new Masker(secrets) },
    { emit: (line) => lines.push(line), note: (note) => lines.push(`NOTE ${note}`) },
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) output.write(bytes.subarray(at, at + chunk));
  output.end();
  return lines;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const WIDE = { bytes: 10_000_000, lines: 1_000_000 };

test.each([
  ['lines', { ...WIDE, lines: 2_000 }, 2_000],
  ['bytes', { ...WIDE, bytes: numbered(2_000).join('\n').length + 1 }, 2_000],
])('a log of just the bound in %s is whole', (_name, limits, count) => {
  for (const chunk of [7, 4096, 1_000_000]) expect(run(limits, `${numbered(count).join('\n')}\n`, { chunk })).toEqual(numbered(count));
});

test.each([
  ['lines', { ...WIDE, lines: 2_000 }],
  ['bytes', { ...WIDE, bytes: 20_000 }],
])('beyond the bound in %s beginning and end are kept, and what is missing is counted', (_name, limits) => {
  const all = [...numbered(250_000), 'ERROR: the real reason'];
  for (const chunk of [1_000, 65_536]) {
    const lines = run(limits, `${all.join('\n')}\n`, { chunk });
    const kept = lines.filter((line) => !line.startsWith('NOTE'));
    const [bound, missing] = lines.filter((line) => line.startsWith('NOTE'));
    expect(lines[0]).toBe('line 1');
    expect(lines.at(-1)).toBe('ERROR: the real reason');
    expect(bound).toContain('only its end is kept');
    const count = Number(/(\d+) lines, (\d+) bytes/.exec(missing ?? '')?.[1]);
    // The line at the cut is shown in part, and its rest is left out.
    expect(Math.abs(kept.length + count - all.length)).toBeLessThanOrEqual(1);
    expect(kept.length).toBeLessThanOrEqual(limits.lines);
    expect(kept.join('\n').length).toBeLessThanOrEqual(limits.bytes);
    expect(kept.length).toBeGreaterThan(1_500);
  }
});

test('no cut shows half a secret', () => {
  const secret = 'correct-horse-battery-staple';
  for (let shift = 0; shift < secret.length; shift++) {
    const text = `${'x'.repeat(shift)}${`${secret} `.repeat(2_000)}`;
    const shown = run({ bytes: 8_000, lines: 100 }, text, { chunk: 100, secrets: [secret] }).join('');
    for (let length = 6; length < secret.length; length++) {
      expect(shown).not.toContain(secret.slice(0, length));
      expect(shown).not.toContain(secret.slice(-length));
    }
  }
});
