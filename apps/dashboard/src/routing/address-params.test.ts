import { expect, it } from 'vitest';

import { addressParams } from './address-params.ts';

it('numbers are numbers, bytes stay bytes', () => {
  expect(addressParams({ owner: 'ada', repo: 'shop.js', number: '12' })).toEqual({ owner: 'ada', repo: 'shop.js', number: 12 });
  expect(addressParams({ project: 'shop', id: '7', _splat: 'branch/d\u{10dce9}' })).toEqual({
    project: 'shop',
    id: 7,
    _splat: 'branch/d\udce9',
  });
});

it.each([
  { owner: '-', repo: 'x' },
  { owner: '<img>', repo: 'x' },
  { owner: 'ada', repo: 'a b' },
  { owner: 'ada', repo: 'x', number: '0' },
  { owner: 'ada', repo: 'x', number: 'seven' },
  { project: 'shop', id: '1e3' },
  { owner: 'ada', repo: 'x', number: '99999999999999999999' },
])('nothing stands at %o', (raw) => expect(addressParams(raw)).toBeNull());

it('a number in the place of a name is a name', () => {
  expect(addressParams({ owner: '12', repo: '7', sha: '0123' })).toEqual({ owner: '12', repo: '7', sha: '0123' });
});
