import { afterAll, beforeAll, expect, test } from 'vitest';

import type { OperationDatum } from '@mosaic/contracts/wire';

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

/** What a fake of a dialect says of itself, beside what any target does. */
export interface FakeTarget {
  /** The operations that it answers. */
  served: readonly OperationDatum[];
  /** What it was asked since the last time and does not do. */
  takeUnserved: () => readonly string[];
}

/**
 * Runs the cases of a suite against a fake of our own service: it keeps a requirement, or says itself what the case asks for that it
 * does not do. By the end each operation that it answers has had its success in a case that it kept, or stands in `unproved` with
 * the reason.
 */
export function runSuiteOnFake<Id extends string, T extends Target>(
  suite: Suite<Id, T>,
  { open, unproved }: { open: () => Promise<T & FakeTarget>; unproved: Readonly<Record<string, string>> },
): void {
  let target: (T & FakeTarget) | undefined;
  const proved = new Set<string>();
  /** Errors of cases that asked for too much: what several cases read is made once, and fails each of them. */
  const reasons = new WeakMap<object, string>();
  beforeAll(async () => {
    target = await open();
  });
  afterAll(async () => {
    await target?.[Symbol.asyncDispose]();
  });
  test('what it serves it keeps as the requirements say', { timeout: 300_000 }, async () => {
    const fake = target as T & FakeTarget;
    const faults: string[] = [];
    for (const [id, run] of [...suite.cases].filter(([one]) => !suite.gaps.has(one))) {
      fake.recorder.takeSuccesses();
      const fault = await faultOf(run(fake));
      const unserved = fake.takeUnserved()[0] ?? (fault === null ? undefined : reasons.get(fault));
      if (unserved !== undefined && fault !== null) reasons.set(fault, unserved);
      if (unserved !== undefined) continue;
      if (fault === null) for (const operation of fake.recorder.takeSuccesses()) proved.add(operation);
      else faults.push(`${id}: ${fault.message}`);
    }
    expect(faults).toEqual([]);
  });
  test('every operation that the fake answers is proved by a requirement', () => {
    const served = (target?.served ?? []).map(({ id }) => id);
    expect(served.filter((id) => !proved.has(id)).toSorted()).toEqual(Object.keys(unproved).toSorted());
  });
}

async function faultOf(run: Promise<void>): Promise<Error | null> {
  return run.then(
    () => null,
    (error: Error) => error,
  );
}
