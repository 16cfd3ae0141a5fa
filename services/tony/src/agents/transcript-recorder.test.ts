import { expect, test } from 'vitest';

import { TRANSCRIPT } from '@mosaic/contracts/mosaic';

import { createTranscript } from './transcript-recorder.ts';

test('holds what was not handed over yet, in order; the secret stands in none of it', () => {
  const transcript = createTranscript('s3cret', { now: () => 5 });
  transcript.note('step', 'one');
  const first = transcript.take();
  transcript.note('message', 'my token is s3cret, s3cret');
  transcript.putBack(first);
  expect(transcript.take()).toEqual([
    { at: 5, kind: 'step', text: 'one' },
    { at: 5, kind: 'message', text: 'my token is ***, ***' },
  ]);
  expect(transcript.take()).toEqual([]);
});

test('is bounded: long texts are cut, and of too many entries the first ones stay, and how it ended', () => {
  const transcript = createTranscript('s3cret');
  transcript.note('step', 'x'.repeat(5_000));
  for (let index = 0; index < 1_000; index++) transcript.note('call', `call ${index}`);
  transcript.note('end', 'completed');
  const steps = transcript.take();
  expect(steps).toHaveLength(TRANSCRIPT.steps);
  expect(steps[0]?.text).toHaveLength(TRANSCRIPT.characters);
  expect(steps.at(-2)?.text).toBe('call 297');
  expect(steps.at(-1)).toMatchObject({ kind: 'end', text: 'completed (702 entries before this are left out)' });
});
