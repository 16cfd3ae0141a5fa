import { expect } from 'vitest';

import { readEvents } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';
import type { ForgeTarget } from './target.ts';

/** The number of the last fact so far. */
const end = async ({ service }: ForgeTarget) => (await service.call(readEvents, { query: { limit: 500 } })).last;

requirement('forge.feed.read.after', async (target) => {
  const home = await target.home();
  const start = await end(target);
  for (const title of ['One', 'Two', 'Three']) await target.tell(home, title);
  const read = async (after: number, limit: number) => {
    const { events, last } = await target.service.call(readEvents, { query: { after, limit } });
    return { titles: events.map(({ data }) => data['title']), seqs: events.map(({ seq }) => seq), last };
  };
  const first = await read(start, 2);
  expect(first.titles).toEqual(['One', 'Two']);
  expect(first.last).toBe(first.seqs.at(-1));
  const rest = await read(first.last, 2);
  expect(rest.titles).toEqual(['Three']);
  expect([...first.seqs, ...rest.seqs].every((seq, index, all) => seq > (all[index - 1] ?? start))).toBe(true);
  expect(await read(rest.last, 1)).toEqual({ titles: [], seqs: [], last: rest.last });
});

requirement('forge.feed.read.waits', async (target) => {
  const home = await target.home();
  const after = await end(target);
  const read = (waitMs: number) => target.service.call(readEvents, { query: { after, waitMs } });
  expect((await read(1)).events).toEqual([]);
  const waiting = read(30_000);
  await target.tell(home, 'At last');
  expect((await waiting).events).toMatchObject([{ source: 'forge', subject: `ada/${home.at.repo}`, data: { title: 'At last' } }]);
});

requirement('forge.feed.read.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(readEvents, {}), await anyone.refusal(readEvents, {})]).toEqual([403, 401]);
});
