import { expect, it } from 'vitest';

import { readSubmodules, submodulePage } from './submodules.ts';

const AT = { cloneUrl: 'https://git.example.org/ada/hello.git', sha: 'abc' };

it('reads path and url of each', () => {
  const text =
    '[submodule "lib"]\n\tpath = vendor/lib\n\turl = ../lib.git\n[submodule "x"]\n\turl=https://h/x\n\tpath="a b"\n[core]\n\tpath = y\n';
  expect([...readSubmodules(text)]).toEqual([
    ['vendor/lib', '../lib.git'],
    ['a b', 'https://h/x'],
  ]);
});

it.each([
  ['../lib.git', '/ada/lib/src/commit/abc'],
  ['../../bob/lib', '/bob/lib/src/commit/abc'],
  ['https://git.example.org/bob/lib.git', '/bob/lib/src/commit/abc'],
  ['https://other.example.org/a/b.git', 'https://other.example.org/a/b'],
  ['git@other.example.org:a/b.git', null],
  ['javascript:alert(1)', null],
  ['/srv/git/lib', null],
])('%s leads to %s', (url, page) => expect(submodulePage(url, AT)).toBe(page));
