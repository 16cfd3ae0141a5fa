import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Repository } from '../schemas.ts';

/** Status 201: it waits for the new owner; 202: it is theirs already, since the asker may make repositories there. */
export const repoTransfer = defineOperation({
  id: 'repoTransfer',
  tag: 'repository',
  summary: 'Gives a repository to another owner, or offers it to them',
  method: 'POST',
  path: '/repos/{owner}/{repo}/transfer',
  body: z.object({
    new_owner: z.string().min(1).max(100),
    /** Teams of the organization that gets it, which have it then. */
    team_ids: z.array(z.number().int().min(1)).max(100).nullish(),
  }),
  status: 202,
  alsoStatus: [201],
  answer: Repository,
  errors: [409],
});

export const acceptRepoTransfer = defineOperation({
  id: 'acceptRepoTransfer',
  tag: 'repository',
  summary: 'Takes a repository that is offered to the asker, or to an organization in which they may make some',
  method: 'POST',
  path: '/repos/{owner}/{repo}/transfer/accept',
  status: 202,
  answer: Repository,
});

/** Ours: who owns it takes back the offer so too. */
export const rejectRepoTransfer = defineOperation({
  id: 'rejectRepoTransfer',
  tag: 'repository',
  summary: 'Declines a repository that is offered',
  method: 'POST',
  path: '/repos/{owner}/{repo}/transfer/reject',
  status: 200,
  answer: Repository,
});
