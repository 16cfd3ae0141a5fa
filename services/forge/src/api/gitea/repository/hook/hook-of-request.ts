import type { HookBody } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { Repository } from '../../../../repositories/repository.ts';
import type { Hook } from '../../../../webhooks/hook.ts';
import type { HookChange } from '../../../../webhooks/hook-writer.ts';
import type { ForgeContext } from '../../../../context.ts';

export function hookChangeOf(body: HookBody): HookChange {
  const { config, events, branch_filter: branchFilter, authorization_header: authorization, active } = body;
  return { url: config.url, secret: config.secret, authorization, contentType: config.content_type, events, branchFilter, active };
}

/** @throws MosaicError `not_found`, also for a hook of another repository. */
export async function requireHook({ hooks }: Pick<ForgeContext, 'hooks'>, repository: Repository, id: number): Promise<Hook> {
  const hook = await hooks.reader.byId(id);
  if (hook === null || hook.repositoryId !== repository.id)
    throw new MosaicError('not_found', `${repository.fullName} has no webhook ${id}.`);
  return hook;
}
