import { expect } from 'vitest';

import { searchCode } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

requirement('forge.search.lines.200', async (target) => {
  for (const [owner, word] of [['ada', 'Two'] as const, ['bob', 'deux'] as const]) {
    const { at } = await target.home({ owner, files: { main: { 'a.txt': `one\n${word}\n` }, next: { 'c.txt': 'three\n' } } });
    const find = async (q: string, ref?: string) =>
      target.eve.call(searchCode, { ...at, query: { q, ...(ref === undefined ? {} : { ref }) } });
    expect(await find(word.toUpperCase())).toEqual({ matches: [{ path: 'a.txt', line: 2, text: word }], truncated: false });
    expect([(await find('three')).matches, (await find('THREE', 'next')).matches, (await find('four', 'main')).matches]).toEqual([
      [],
      [{ path: 'c.txt', line: 1, text: 'three' }],
      [],
    ]);
  }
});

requirement('forge.search.lines.404', async (target) => {
  const { at } = await target.home({ private: true, files: { main: { 'a.txt': 'one\n' } } });
  const asked = { ...at, query: { q: 'one' } };
  expect((await target.ada.call(searchCode, asked)).matches).toHaveLength(1);
  expect([await target.eve.refusal(searchCode, asked), await target.anyone.refusal(searchCode, asked)]).toEqual([404, 404]);
});
