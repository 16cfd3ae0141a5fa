import type { z } from 'zod';

import type { ServiceName } from '../service-lists.ts';

/** A type of event as a datum: it is emitted and read by it, the reference is derived from it. */
export interface EventDatum<T extends string = string, D extends z.ZodObject = z.ZodObject> {
  /** CI/CD types use CDEvents' vocabulary, ours begin with "dev.mosaic". */
  type: T;
  /** Services in whose feed it stands. */
  sources: readonly ServiceName[];
  /** What has happened. */
  summary: string;
  data: D;
}

/** States a type of event. */
export function defineEvent<const T extends string, D extends z.ZodObject>(stated: EventDatum<T, D>): EventDatum<T, D> {
  return stated;
}
