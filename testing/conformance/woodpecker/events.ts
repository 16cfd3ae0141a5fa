import { expect } from 'vitest';

import { getStreamEvents, PipelineChange } from '@mosaic/contracts/woodpecker';

import { requirement } from './suite.ts';
import { openStream, type OpenStream } from './stream.ts';
import type { Home } from './target.ts';

/** Reads changes until one of a repository whose pipeline is over. @returns All that were told. */
async function upToTheEndOf(home: Home, { events }: OpenStream): Promise<PipelineChange[]> {
  const found: PipelineChange[] = [];
  for await (const { data } of events) {
    const change = PipelineChange.parse(JSON.parse(data));
    found.push(change);
    if (change.repo.id === home.id && change.pipeline.finished > 0) break;
  }
  return found;
}

requirement('woodpecker.events.stream.200', async (target) => {
  const home = await target.home();
  for (const as of ['ada', ''] as const) {
    await using stream = await openStream(target, getStreamEvents, { as, given: {} });
    const number = await home.start();
    const changes = (await upToTheEndOf(home, stream)).filter(({ repo }) => repo.id === home.id);
    expect(changes.at(-1)).toMatchObject({ repo: { name: home.at.repo }, pipeline: { number, status: 'success', event: 'manual' } });
    expect(changes.length).toBeGreaterThan(1);
    await home.settled(number);
  }
});

requirement('woodpecker.events.stream.hidden', async (target) => {
  const [hidden, shown] = [await target.home({ private: true }), await target.home()];
  await using stranger = await openStream(target, getStreamEvents, { as: 'eve', given: {} });
  await using owner = await openStream(target, getStreamEvents, { as: 'ada', given: {} });
  const number = await hidden.start();
  expect((await upToTheEndOf(hidden, owner)).map(({ repo }) => repo.id)).toContain(hidden.id);
  await hidden.settled(number);
  // What is told later is told after it.
  await shown.start();
  const told = (await upToTheEndOf(shown, stranger)).map(({ repo }) => repo.id);
  expect([told.includes(hidden.id), told.includes(shown.id)]).toEqual([false, true]);
});
