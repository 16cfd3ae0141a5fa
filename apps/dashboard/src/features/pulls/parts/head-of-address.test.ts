import { expect, it } from 'vitest';

import type { Repository } from '@mosaic/contracts/gitea';

import { headOfAddress, nameOfHead } from './head-of-address.ts';

const base = { full_name: 'ada/loop' };
const family = [{ full_name: 'ada/loop' }, { full_name: 'bob/Loop-2' }] as Repository[];

it.each([
  ['topic', { repository: 'ada/loop', branch: 'topic' }, 'topic'],
  ['feature/a', { repository: 'ada/loop', branch: 'feature/a' }, 'feature/a'],
  ['bob:topic', { repository: 'bob/Loop-2', branch: 'topic' }, 'bob/Loop-2:topic'],
  ['Bob:topic', { repository: 'bob/Loop-2', branch: 'topic' }, 'bob/Loop-2:topic'],
  ['ada:topic', { repository: 'ada/loop', branch: 'topic' }, 'topic'],
  ['eve/other:topic', { repository: 'eve/other', branch: 'topic' }, 'eve/other:topic'],
  ['eve:topic', null, null],
  ['bo:topic', null, null],
])('%s', (text, choice, name) => {
  const found = headOfAddress(text, base, family);
  expect(found).toEqual(choice);
  expect(found && nameOfHead(found, base)).toBe(name);
});
