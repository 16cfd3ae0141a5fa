import { z } from 'zod';

import { StatusState } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { maySetStatus } from '../statuses/status-policy.ts';
import { repositoryOperation } from './forge-operation.ts';
import { presentStatus } from './present/status.ts';
import { RefText } from './ref-text.ts';

/** Adds a status; the body says `state`, the answer `status` (forge contract 2.7). */
export const createStatus = repositoryOperation({
  method: 'POST',
  path: '/statuses/:ref',
  grant: 'forge:status:write',
  level: 'read',
  params: z.object({ ref: RefText }),
  body: z.object({
    state: StatusState,
    context: z.string().max(500).default('default'),
    description: z.string().max(2_000).default(''),
    target_url: z
      .string()
      .max(2_000)
      .refine((url) => url === '' || /^https?:\/\//.test(url), 'must be an http or https URL')
      .default(''),
  }),
  status: 201,
  async handle({ repository, level, params, body, caller, traceId }, { contents, statuses, links }) {
    if (!maySetStatus(caller, level)) throw new MosaicError('forbidden', `This needs write access to ${repository.fullName}.`);
    const sha = await contents.reader.commitId(repository, params.ref);
    const { target_url: targetUrl, ...status } = body;
    return presentStatus(links, repository, await statuses.writer.add(repository, { ...status, targetUrl, sha }, { caller, traceId }));
  },
});
