import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import type { Level } from '../../../../repositories/repository-policy.ts';

/** Who asks, and the repository that the request is about, with what they may do in its code. */
export interface Asked {
  caller: Caller;
  repository: Repository;
  level: Level;
}

/** Where a head is, and what the asker may do there; `ref` is what was asked for. */
export interface NamedHead {
  repository: Repository;
  level: Level;
  ref: string;
}

/**
 * What a request names as the head: a ref of the repository itself, `owner:ref` of somebody's fork of it (or of what both were forked
 * from), or `owner/name:ref`. @throws MosaicError `not_found`, in the same words for what may not be seen.
 */
export async function namedHead({ repositories }: Pick<ForgeContext, 'repositories'>, asked: Asked, head: string): Promise<NamedHead> {
  const { caller, repository, level } = asked;
  const colon = head.indexOf(':');
  if (colon === -1) return { repository, level, ref: head };
  const [of, ref] = [head.slice(0, colon).toLowerCase(), head.slice(colon + 1)];
  if (of === repository.owner.name.toLowerCase() || of === repository.fullName.toLowerCase()) return { repository, level, ref };
  const [owner = '', name] = of.split('/', 2);
  const { reader } = repositories;
  const found = name === undefined ? await reader.relative(caller, repository, owner) : await reader.byName(caller, owner, name);
  const isHidden = found === null || found.level === 'none';
  if (isHidden || (name !== undefined && !(await reader.areRelated(repository, found.repository))))
    throw new MosaicError('not_found', `There is no fork of ${repository.fullName} at "${of.slice(0, 200)}", or you may not see it.`);
  return { ...found, ref };
}

/** Where two branches stand. @throws MosaicError `not_found`, `invalid_input` where nothing is to be merged, in Gitea's words. */
export async function requireChange(
  { contents }: Pick<ForgeContext, 'contents'>,
  repository: Repository,
  { base, head }: { base: string; head: { repository: Repository; branch: string } },
): Promise<string> {
  const nothing = new MosaicError('invalid_input', 'Invalid PullRequest: There are no changes between the head and the base');
  if (repository.id === head.repository.id && base === head.branch) throw nothing;
  const from = await contents.reader.tip({ repository: head.repository, ref: head.branch });
  const into = await contents.reader.tip({ repository, ref: base });
  const count = await contents.reader.countBetween({ repository, commitId: into }, { repository: head.repository, commitId: from });
  if (count === 0) throw nothing;
  return from;
}
