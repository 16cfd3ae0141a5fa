import { describe, expect, it } from 'vitest';

import { LineSplitter } from './line-splitter.ts';
import { Masker } from './mask.ts';

function split(secrets: string[], chunks: (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(new Masker(secrets), (line) => lines.push(line));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('joins what chunks cut, characters included', () => {
    const bytes = Buffer.from('a é\r\nb');
    expect(split([], [bytes.subarray(0, 3), bytes.subarray(3)])).toEqual(['a é', 'b']);
    expect(split([], ['a\n\n', 'b\n'])).toEqual(['a', '', 'b']);
  });

  it('masks across chunks, each line of a value apart, but nothing of 3 bytes', () => {
    expect(split(['secret-1\nsecret-2', 'abc', ' trimmed '], ['x sec', 'ret-1\nsecret-2 abc', ' trimmed'])).toEqual([
      'x ********',
      '******** abc ********',
    ]);
  });

  it('masks a longer secret before a shorter one inside it', () => {
    expect(split(['pass', 'password'], ['password pass'])).toEqual(['******** ********']);
  });

  it('cuts endless lines without showing half a secret', () => {
    const secret = 'hunter22'.repeat(4);
    for (const before of [1024 * 1024 - 10, 1024 * 1024, 1024 * 1024 + 20]) {
      const lines = split([secret], ['x'.repeat(before), secret.slice(0, 5), secret.slice(5), 'y'.repeat(100), 'z'.repeat(100)]);
      expect(lines.join('')).not.toContain('hunter');
      expect(lines.join('')).toContain('y'.repeat(100));
      expect(lines.every((line) => line.length <= 1024 * 1024)).toBe(true);
    }
  });
});
