import { expect, test } from 'vitest';

import { answerBatch } from './batch.ts';
import { BatchRequest } from './messages.ts';

const oid = 'a'.repeat(64);
const facts = {
  known: new Map([[oid, { oid, size: 5 }]]),
  base: 'http://localhost/ada/lib.git/info/lfs',
  authorization: 'token t',
  maxBytes: 10,
};

test('what signs in is repeated at each address', () => {
  const objects = [{ oid: 'b'.repeat(64), size: 5 }];
  expect(answerBatch({ operation: 'upload', hash_algo: 'sha256', objects }, facts)).toEqual([
    {
      oid: 'b'.repeat(64),
      size: 5,
      actions: {
        upload: {
          href: `${facts.base}/objects/${'b'.repeat(64)}/5`,
          header: { Authorization: 'token t', 'Transfer-Encoding': 'chunked' },
        },
        verify: { href: `${facts.base}/verify`, header: { Authorization: 'token t', Accept: 'application/vnd.git-lfs+json' } },
      },
    },
  ]);
  expect(
    answerBatch({ operation: 'download', hash_algo: 'sha256', objects: [{ oid, size: 5 }] }, { ...facts, authorization: undefined }),
  ).toEqual([{ oid, size: 5, actions: { download: { href: `${facts.base}/objects/${oid}`, header: {} } } }]);
});

/** A linear congruential generator: the seed tells the case. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

test.each([3, 11, 2_024, 77_777])('whatever is asked for, an address leads to an object and nowhere else: seed %i', (seed) => {
  const random = randomFrom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const oids = [
    oid,
    'b'.repeat(64),
    '',
    '..',
    '../../etc',
    oid.toUpperCase(),
    `${oid}0`,
    oid.slice(1),
    `${oid}\n`,
    'a/b',
    '%2e%2e',
    'é'.repeat(32),
  ];
  const sizes = [0, 5, 10, 11, -1, 1.5, 2 ** 53, Number.MAX_VALUE, -0];
  for (let round = 0; round < 2_000; round += 1) {
    const message: unknown = {
      operation: pick(['upload', 'download', 'delete', 7, null]),
      hash_algo: pick([undefined, 'sha256', 5]),
      objects: pick<unknown>([[], null, [{ oid: pick<unknown>([...oids, 7, null]), size: pick<unknown>([...sizes, '5', null]) }]]),
    };
    const read = BatchRequest.safeParse(message);
    for (const { actions, error } of read.success ? answerBatch(read.data, facts) : [])
      for (const link of Object.values(actions ?? {})) {
        expect(link.href).toMatch(/\/info\/lfs\/(?:verify|objects\/[0-9a-f]{64}(?:\/\d+)?)$/);
        expect(error).toBeUndefined();
      }
  }
});
