import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

export const repositoryCreated = defineEvent({
  type: 'dev.cdevents.repository.created',
  sources: ['forge'],
  summary: 'A repository is there.',
  data: z.object({ ...OfRepository, defaultBranch: z.string() }),
});

/** About the parent. */
export const repositoryForked = defineEvent({
  type: 'dev.mosaic.repository.forked',
  sources: ['forge'],
  summary: 'A repository was forked.',
  data: z.object({ ...OfRepository, fork: z.string(), forkId: z.number().int() }),
});

export const repositoryModified = defineEvent({
  type: 'dev.cdevents.repository.modified',
  sources: ['forge'],
  summary: 'A repository has another name, owner, visibility or default branch.',
  data: z.object({ ...OfRepository, defaultBranch: z.string() }),
});

export const repositoryDeleted = defineEvent({
  type: 'dev.cdevents.repository.deleted',
  sources: ['forge'],
  summary: 'A repository is gone.',
  data: z.object(OfRepository),
});
