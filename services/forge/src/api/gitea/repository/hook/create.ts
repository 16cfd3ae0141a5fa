import { repoCreateHook } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { hookChangeOf } from './hook-of-request.ts';
import { presentHook } from '../../../../present/hook.ts';

export const createHook = implementInRepository(repoCreateHook, {
  grant: 'forge:hook:write',
  level: 'admin',
  async handle({ repository, body, cause }, { hooks }) {
    const change = hookChangeOf(body);
    if (change.url === undefined) throw new MosaicError('invalid_input', 'config.url is missing: where shall the webhook go?');
    const { url } = change;
    if (!body.deliver_earlier) return presentHook(await hooks.writer.add(repository, { ...change, url }, cause));
    const added = await hooks.writer.add(repository, { ...change, url, active: false }, cause);
    return presentHook(await hooks.redelivery.catchUp(repository, added));
  },
});
