import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { together } from './move-bytes.ts';

const KIB = 1_024;

async function* chunksOf(...chunks: (string | number)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    if (typeof chunk === 'number') await delay(chunk);
    else yield Buffer.from(chunk);
  }
}

/** What is written, and what goes out with the end. */
async function piecesOf(source: AsyncIterable<Buffer>): Promise<{ written: string[]; last: string }> {
  const pieces = together(source);
  const written: string[] = [];
  let piece = await pieces.next();
  for (; piece.done !== true; piece = await pieces.next()) written.push(String(piece.value));
  return { written, last: String(piece.value) };
}

test('a small answer goes out in one piece, with its end', async () => {
  expect(await piecesOf(chunksOf('packfile', 5, 'PACK', 5, 'done'))).toEqual({ written: [], last: 'packfilePACKdone' });
  expect(await piecesOf(chunksOf())).toEqual({ written: [], last: '' });
});

test('a large one goes out as it comes, whole and in order', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40 * KIB)) as [string, string, string];
  expect(await piecesOf(chunksOf(a, b, c))).toEqual({ written: [a + b], last: c });
});

test('what has waited for more is not kept any longer', async () => {
  expect(await piecesOf(chunksOf('counting', 400, 'done'))).toEqual({ written: ['counting'], last: 'done' });
  expect((await piecesOf(chunksOf('1', 70, '2', 70, '3', 70, '4', 70, '5'))).written.length).toBeGreaterThan(0);
});
