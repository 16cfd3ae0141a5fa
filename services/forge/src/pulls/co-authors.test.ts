import { expect, it } from 'vitest';

import { coAuthorLines } from './co-authors.ts';

const ada = { name: 'Ada Lovelace', email: 'ada@noreply.localhost', knownAs: ['ada', 'ada@example.org'] };
const by = (name: string, email: string, message = '') => ({ author: { name, email, date: '' }, message });
const lines = (...commits: ReturnType<typeof by>[]) => coAuthorLines(commits, ada).map((line) => line.replace('Co-authored-by: ', ''));

it('names each who wrote a commit or is named by one, once, and the author never', () => {
  expect(
    lines(
      by('Bob', 'bob@example.org', 'One\n\nCo-authored-by: Eve <eve@example.org>\nco-authored-by:  ada  <ada@home>'),
      by('Bob B.', 'BOB@example.org'),
      by('Ada', 'ada@example.org'),
      by('ada lovelace', 'other@example.org'),
      by('Eve', 'eve@example.org', 'Two\n\nCo-authored-by: Ada <ada@noreply.localhost>\nSigned-off-by: Zoe <zoe@example.org>'),
    ),
  ).toEqual(['Bob <bob@example.org>', 'Eve <eve@example.org>']);
});

it('leaves out what would be no line of a message', () => {
  expect(lines(by('', 'a@b'), by('X', ''), by('X', 'a b'), by('<Y>', 'y@b'), by('Z', 'z@b\n', 'Co-authored-by: nobody'))).toEqual([
    'Y <y@b>',
    'Z <z@b>',
  ]);
  expect(lines(...Array.from({ length: 150 }, (_, at) => by(`P${at}`, `p${at}@b`))).length).toBe(100);
});
