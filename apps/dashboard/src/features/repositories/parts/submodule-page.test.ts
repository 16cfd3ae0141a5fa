import { expect, it } from 'vitest';

import { submodulePage } from './submodule-page.ts';

const AT = { cloneUrl: 'https://git.example.org/ada/hello.git', sha: 'abc' };

it.each([
  ['../lib.git', '/ada/lib/src/commit/abc'],
  ['../../bob/lib', '/bob/lib/src/commit/abc'],
  ['https://git.example.org/bob/lib.git', '/bob/lib/src/commit/abc'],
  ['https://other.example.org/a/b.git', 'https://other.example.org/a/b'],
  ['git@other.example.org:a/b.git', null],
  ['javascript:alert(1)', null],
  ['/srv/git/lib', null],
])('%s leads to %s', (url, page) => expect(submodulePage(url, AT)).toBe(page));
