import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Recorder } from './recorder.ts';
import { unproven, type Suite } from './suite.ts';

/** A server that the cases are run against, with what was asked of it. */
export interface Target extends AsyncDisposable {
  recorder: Recorder;
}

/** Where the target comes from. `isOurs`: our own service, which keeps departures and has gaps; anything else is upstream's. */
export interface TargetSource<T extends Target> {
  isOurs: boolean;
  open: () => Promise<T>;
}

/**
 * Runs every case of a suite, one test each, in a file of its own. Against our own service every operation must have had its success, its
 * refusal and two values of each parameter by the end.
 */
export function runSuite<Id extends string, T extends Target>(suite: Suite<Id, T>, { isOurs, open }: TargetSource<T>): void {
  let target: T | undefined;
  const ran = new Set<Id>();
  beforeAll(async () => {
    target = await open();
  });
  afterAll(async () => {
    await target?.[Symbol.asyncDispose]();
  });
  for (const [id, run] of suite.cases) {
    const why = isOurs ? suite.gaps.get(id) : suite.departures.get(id);
    const check = why === undefined ? test : test.fails;
    check(why === undefined ? id : `${id} is not kept: ${why}`, async () => {
      ran.add(id);
      await run(target as T);
    });
  }
  test('every requirement of the dialect ran', () => expect(unproven(suite, ran)).toEqual([]));
  test.runIf(isOurs)('every operation had its success, its refusal, and two values of each parameter', () => {
    const holes = target?.recorder.holes(suite.operations) ?? [];
    const unreachable = Object.keys(suite.unreachable);
    expect(holes.filter((hole) => !unreachable.includes(hole))).toEqual([]);
    expect(
      unreachable.filter((hole) => !holes.includes(hole)),
      'no hole any more',
    ).toEqual([]);
  });
}
