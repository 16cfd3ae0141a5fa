import { z } from 'zod';

/** What Go writes for a moment that was never set. */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

const Moment = z.iso.datetime({ offset: true, message: 'is not a moment like 2026-01-31T12:00:00Z' });

/** A bound of a list in time, ms; none when it is left out. */
export const Since = Moment.transform((text) => Date.parse(text)).optional();

/** A day to be done by, as its last second, ms: Gitea takes the date as it is written and ignores the hour. */
export const DueDate = z.union([
  z.enum(['', ZERO_TIME]).transform(() => undefined),
  Moment.transform((text) => Date.parse(`${text.slice(0, 10)}T23:59:59Z`)),
]);
