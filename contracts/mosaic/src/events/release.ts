import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

/** What every event about a release says of it. */
const OfRelease = { releaseId: z.number().int(), tag: z.string(), title: z.string(), prerelease: z.boolean() };

export const releasePublished = defineEvent({
  type: 'dev.mosaic.release.published',
  sources: ['forge'],
  summary: 'A release is there for all who may read the repository.',
  data: z.object({ ...OfRepository, ...OfRelease }),
});

export const releaseUpdated = defineEvent({
  type: 'dev.mosaic.release.updated',
  sources: ['forge'],
  summary: 'A release that was there before was changed.',
  data: z.object({ ...OfRepository, ...OfRelease }),
});

/** With what nothing else can tell any more. */
export const releaseDeleted = defineEvent({
  type: 'dev.mosaic.release.deleted',
  sources: ['forge'],
  summary: 'A release is gone; its tag may stay.',
  data: z.object({
    ...OfRepository,
    ...OfRelease,
    target: z.string(),
    author: z.string(),
    authorUid: z.number().int(),
    createdAt: z.number().int(),
  }),
});
