import { expect, vi } from 'vitest';

import { getRepoLogs, getStreamLogs, LogEntry, logText, postRepoPipelineCancel, type Pipeline } from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';
import { openStream, upToEnd, type StreamEvent } from './stream.ts';

const NOWHERE = 999_999_999;

const stepsOf = ({ workflows }: Pipeline) => workflows.flatMap(({ children }) => children.map(({ id }) => id));
const textOf = ({ data }: StreamEvent) => logText(LogEntry.parse(JSON.parse(data))).trimEnd();

requirement('woodpecker.logs.list.200', async (target) => {
  for (const home of [await target.home(), await target.home()])
    for (const _ of [1, 2]) {
      const pipeline = await home.settled(await home.start());
      for (const [index, step] of stepsOf(pipeline).entries()) {
        const at = { repo_id: home.id, pipeline_number: pipeline.number, step_id: step };
        // They may come after the word that the pipeline is over.
        const entries = await vi.waitFor(async () => {
          const found = await target.bob.call(getRepoLogs, at);
          expect(found.map(logText).join('')).toContain(`echo ${['build', 'test'][index]}`);
          return found;
        }, 20_000);
        expect(entries.map(({ line }) => line)).toEqual(entries.map((_entry, line) => line));
        expect(entries.every(({ step_id }) => step_id === step)).toBe(true);
      }
    }
});

requirement('woodpecker.logs.list.404', async (target) => {
  const home = await target.home();
  const { number } = await home.settled(await home.start());
  expect(await target.ada.refusal(getRepoLogs, { repo_id: home.id, pipeline_number: number, step_id: NOWHERE })).toBe(404);
});

requirement('woodpecker.logs.stream.lines', async (target) => {
  const home = await target.home();
  const number = await home.start({ SLEEP: '3s' });
  const [step = 0] = stepsOf(await home.settled(number, ['running']));
  await using stream = await openStream(target, getStreamLogs, { as: 'bob', given: { repo_id: home.id, pipeline: number, step_id: step } });
  const events = await upToEnd(stream);
  expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => String(index + 1)));
  expect(events.map(textOf).join('\n')).toContain('echo build');
  await home.settled(number);
});

requirement('woodpecker.logs.stream.over', async (target) => {
  for (const home of [await target.home(), await target.home()])
    for (const _ of [1, 2]) {
      const pipeline = await home.settled(await home.start());
      for (const step of stepsOf(pipeline)) {
        const given = { repo_id: home.id, pipeline: pipeline.number, step_id: step };
        const read = async (after?: string) => {
          await using stream = await openStream(target, getStreamLogs, { as: 'ada', given, ...(after === undefined ? {} : { after }) });
          return await upToEnd(stream);
        };
        const [all, rest] = [await read(), await read('1')];
        const listed = await target.ada.call(getRepoLogs, { repo_id: home.id, pipeline_number: pipeline.number, step_id: step });
        expect(all.map(textOf)).toEqual(listed.map((entry) => logText(entry).trimEnd()));
        expect(rest).toEqual(all.slice(1));
      }
    }
});
departure(
  'woodpecker.logs.stream.over',
  'Upstream ends such a stream with an error; a reader that comes late or comes back gets nothing of it.',
);

requirement('woodpecker.logs.stream.404', async (target) => {
  const home = await target.home();
  const number = await home.start({ SLEEP: '600s' });
  const step_id = NOWHERE;
  expect(await target.ada.refusal(getStreamLogs, { repo_id: home.id, pipeline: number, step_id })).toBe(404);
  await target.ada.call(postRepoPipelineCancel, { repo_id: home.id, pipeline_number: number });
});
departure('woodpecker.logs.stream.404', 'Upstream answers 200, and an event that says so.');
