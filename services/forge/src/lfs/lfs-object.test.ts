import { expect, test } from 'vitest';

import { pointerId, readPointer } from './lfs-object.ts';

const oid = '4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393';
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`;

test('the blob of a pointer is the one that git makes of it', () => {
  // `printf … | git hash-object --stdin`
  expect(pointerId({ oid, size: 12_345 })).toBe('60c8d8ab2adcf57a391163a7eeb0cdb8bf348e44');
});

test('a pointer is read, with extensions too', () => {
  expect(readPointer(pointer)).toEqual({ oid, size: 12_345 });
  const ext = pointer.replace('oid', 'ext-0-foo sha256:1234\noid');
  expect(readPointer(ext)).toEqual({ oid, size: 12_345 });
});

test.each([
  ['another text', 'hello'],
  ['another version', pointer.replace('spec/v1', 'spec/v9')],
  ['another hash', pointer.replace('sha256:', 'sha512:')],
  ['a short hash', pointer.replace('4d7a', '')],
  ['no size', pointer.replace(/size.*/, '')],
  ['a size below nothing', pointer.replace('12345', '-1')],
])('%s is none', (_name, text) => expect(readPointer(text)).toBeNull());
