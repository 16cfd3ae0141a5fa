import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { HookBody, hookChangeOf } from './hook-params.ts';
import { presentHook } from './present/hook.ts';

/** 201, never 200: Woodpecker takes 200 for "the repository was renamed". */
export const createHook = repositoryOperation({
  method: 'POST',
  path: '/hooks',
  grant: 'forge:hook:write',
  level: 'admin',
  body: HookBody.extend({
    type: z.enum(['gitea', 'gogs', 'forgejo']).default('gitea'),
    /** Ours: pushes that came before the hook are delivered first. */
    deliver_earlier: z.boolean().default(false),
  }),
  status: 201,
  async handle({ repository, body, caller, traceId }, { hooks }) {
    const change = hookChangeOf(body);
    if (change.url === undefined) throw new MosaicError('invalid_input', 'config.url is missing: where shall the webhook go?');
    const { url } = change;
    if (!body.deliver_earlier) return presentHook(await hooks.writer.add(repository, { ...change, url }, { caller, traceId }));
    const added = await hooks.writer.add(repository, { ...change, url, active: false }, { caller, traceId });
    return presentHook(await hooks.redelivery.catchUp(repository, added));
  },
});
