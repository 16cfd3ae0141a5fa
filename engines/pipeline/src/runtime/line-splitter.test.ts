import { describe, expect, it, vi } from 'vitest';

import { LineSplitter, MAX_LINE } from './line-splitter.ts';
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
    for (const before of [MAX_LINE - 10, MAX_LINE, MAX_LINE + 20]) {
      const lines = split([secret], ['x'.repeat(before), secret.slice(0, 5), secret.slice(5), 'y'.repeat(100), 'z'.repeat(100)]);
      expect(lines.join('')).not.toContain('hunter');
      expect(lines.join('')).toContain('y'.repeat(100));
      expect(lines.every((line) => line.length <= MAX_LINE)).toBe(true);
    }
  });

  it('of a line that is drawn over itself the last state counts', () => {
    expect(split([], ['download 1%\rdownload 2%\rERROR: no space\r\nnext\r\n\r\nend\r'])).toEqual(['ERROR: no space', 'next', '', 'end']);
    expect(split([], ['1%\r'.repeat(200_000), 'done'])).toEqual(['done']);
    expect(split(['one\rtwo-three'], ['x one\rtwo-three'])).toEqual(['********']);
  });

  describe('a line that its program does not end', () => {
    const watch = (secrets: string[]) => {
      vi.useFakeTimers();
      const lines: string[] = [];
      const splitter = new LineSplitter(new Masker(secrets), (line) => lines.push(line));
      return { lines, splitter, write: (text: string) => splitter.write(Buffer.from(text)), pass: () => vi.advanceTimersByTime(1_000) };
    };
    it('is shown after a while, once, and goes on in a line of its own', () => {
      const { lines, splitter, write, pass } = watch([]);
      write('Password: ');
      expect(lines).toEqual([]);
      pass();
      expect(lines).toEqual(['Password: ']);
      pass();
      write('ok\n');
      write('next\n');
      splitter.end();
      expect(lines).toEqual(['Password: ', 'ok', 'next']);
      vi.useRealTimers();
    });

    it('shows progress by its newest whole state, and no empty line at its end', () => {
      const { lines, splitter, write, pass } = watch([]);
      write('1%\r2%\r3');
      pass();
      expect(lines).toEqual(['2%']);
      write('%\r100%\r');
      pass();
      write('\nnext\n');
      splitter.end();
      expect(lines).toEqual(['2%', '100%', 'next']);
      vi.useRealTimers();
    });

    it('holds back what may be the beginning of a secret', () => {
      const { lines, splitter, write, pass } = watch(['hunter2-hunter3']);
      write('key: hunter2-hun');
      pass();
      expect(lines).toEqual(['key: ']);
      write('ter3 and\n');
      splitter.end();
      expect(lines).toEqual(['key: ', '******** and']);
      vi.useRealTimers();
    });
  });
});
