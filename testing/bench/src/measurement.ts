import type { Measured } from './result.ts';

/** How much is measured, and where progress is told. */
export interface BenchSettings {
  /** Values that count; at least 20 by the contract. */
  rounds: number;
  /** Values before them that are thrown away. */
  warmUps: number;
  /** One line about what is going on, for a person who waits. */
  progress: (line: string) => void;
}

/** What a figure is called and what it is to reach, known before it is measured. */
export type Heading = Pick<Measured, 'name' | 'unit' | 'target'>;

/** One measurement, on stacks of its own in temporary homes; disposes all that it started. */
export interface Measurement {
  /** What the command line calls it. */
  id: string;
  /** The figures that `measure` answers, in order, so that a failed one is reported too. */
  headings: readonly Heading[];
  /** Throws when it cannot be measured at all; a figure whose peer is missing says so itself. */
  measure(settings: BenchSettings): Promise<Measured[]>;
}

/** Runs `once` for the warm-ups and the rounds, one after the other, and answers the values of the rounds. */
export async function repeat<T>({ rounds, warmUps }: BenchSettings, once: (round: number) => Promise<T>): Promise<T[]> {
  const values: T[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const value = await once(round);
    if (round >= 0) values.push(value);
  }
  return values;
}
