import { expect, it } from 'vitest';

import { parseAnsi, stripAnsi } from './ansi.ts';

it('keeps colours and bold and drops every other escape', () => {
  expect(parseAnsi('\u001b[1;31mfail\u001b[0m ok\u001b[2K\u001b]0;title\u0007!')).toEqual([
    { text: 'fail', color: 1, bold: true },
    { text: ' ok', color: null, bold: false },
    { text: '!', color: null, bold: false },
  ]);
});

it('shows what a carriage return left standing', () => {
  expect(stripAnsi('10%\r20%\rdone\r')).toBe('done');
});

it('maps 256 colours to the sixteen and skips true colour', () => {
  expect(parseAnsi('\u001b[38;5;196mred')[0]?.color).toBe(9);
  expect(parseAnsi('\u001b[38;2;1;2;3mplain')[0]).toEqual({ text: 'plain', color: null, bold: false });
});
