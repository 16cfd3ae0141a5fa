import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import { reaches } from '../../../repositories/repository-policy.ts';
import type { Repository } from '../../../repositories/repository.ts';
import type { Hook } from '../../../webhooks/hook.ts';
import type { ForgeContext } from '../../../context.ts';

/** A webhook by its id alone, for those who administer its repository; 404 for everybody else. */
export async function requireHookAccess(
  { hooks, repositories }: Pick<ForgeContext, 'hooks' | 'repositories'>,
  caller: Caller,
  id: number,
): Promise<{ hook: Hook; repository: Repository }> {
  const hook = await hooks.reader.byId(id);
  const access = hook === null ? null : await repositories.reader.byId(caller, hook.repositoryId);
  if (hook === null || access === null || !reaches(access.level, 'admin')) throw new MosaicError('not_found', 'There is no such webhook.');
  return { hook, repository: access.repository };
}
