import type { OperationDatum, Requirement } from '@mosaic/contracts/wire';

/** A dialect as the suite of its requirements sees it. */
export interface Dialect<Id extends string> {
  requirements: Readonly<Record<Id, Requirement>>;
  operations: readonly OperationDatum[];
  /**
   * What no target can be asked for, by the recorder's own words (see `Recorder.holes`), each with the reason; one that is no
   * hole any more is red.
   */
  unreachable: Readonly<Record<string, string>>;
}

/** One requirement on a server; rejects where the server does not keep it. */
export type Case<T> = (target: T) => Promise<void>;

/** The cases of a dialect. `T` is the target that each is run against. */
export interface Suite<Id extends string, T> extends Dialect<Id> {
  readonly cases: ReadonlyMap<Id, Case<T>>;
  readonly gaps: ReadonlyMap<Id, string>;
  readonly departures: ReadonlyMap<Id, string>;
  /** States the case of a requirement: one behaviour, one id, once. */
  requirement: (id: Id, run: Case<T>) => void;
  /** Our own server does not keep this requirement yet: its case must fail there, and passes upstream. */
  gap: (id: Id, why: string) => void;
  /** Our own server keeps this on purpose and upstream does not: its case must fail there. */
  departure: (id: Id, why: string) => void;
}

/** @throws Error for an id that the dialect does not know, or that is stated twice. */
export function createSuite<const Id extends string, T>(dialect: Dialect<Id>): Suite<Id, T> {
  const cases = new Map<Id, Case<T>>();
  const gaps = new Map<Id, string>();
  const departures = new Map<Id, string>();
  const state = <V>(map: Map<Id, V>, id: Id, value: V): void => {
    if (!Object.hasOwn(dialect.requirements, id)) throw new Error(`${id} is not a requirement of this dialect; state it in its contract.`);
    if (map.has(id)) throw new Error(`${id} is stated twice; one behaviour, one id.`);
    map.set(id, value);
  };
  return {
    ...dialect,
    cases,
    gaps,
    departures,
    requirement: (id, run) => state(cases, id, run),
    gap: (id, why) => state(gaps, id, why),
    departure: (id, why) => state(departures, id, why),
  };
}

/** Ids that no case was run for, or of a gap or departure without one. */
export function unproven<Id extends string, T>({ requirements, cases, gaps, departures }: Suite<Id, T>, ran: ReadonlySet<Id>): string[] {
  const ids = Object.keys(requirements) as Id[];
  const both = ids.filter((id) => gaps.has(id) && departures.has(id)).map((id) => `${id} is a gap and a departure`);
  return [...ids.filter((id) => !cases.has(id) || !ran.has(id)), ...both];
}
