import { z } from 'zod';

/** What Go writes for a moment that was never set. */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

const Moment = z.iso.datetime({ offset: true, message: 'is not a moment like 2026-01-31T12:00:00Z' });

/** A bound of a list in time, ms; none when it is left out. */
export const Since = Moment.transform((text) => Date.parse(text)).optional();

/** When a commit was made, in seconds since 1970, where git's begin; `undefined` for the moment that was never set. */
export const CommitDate = z.union([
  z.enum(['', ZERO_TIME]).transform(() => undefined),
  Moment.transform((text) => Math.floor(Date.parse(text) / 1000)).pipe(z.number().min(0, 'is before 1970')),
]);

/** A day to be done by, as its last second, ms: Gitea takes the date as it is written and ignores the hour. */
export const DueDate = z.union([
  z.enum(['', ZERO_TIME]).transform(() => undefined),
  Moment.transform((text) => Date.parse(`${text.slice(0, 10)}T23:59:59Z`)),
]);
