import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { Repository } from '../../../../repositories/repository.ts';

/**
 * The branch that a request names as the head: of the repository itself, also where its owner (and name) stand before it.
 * @throws MosaicError `not_found` for another repository: there are no forks yet.
 */
export function headBranch(repository: Repository, head: string): string {
  const colon = head.indexOf(':');
  if (colon === -1) return head;
  const of = head.slice(0, colon).toLowerCase();
  if (of !== repository.owner.name.toLowerCase() && of !== repository.fullName.toLowerCase())
    throw new MosaicError('not_found', `There is no fork of ${repository.fullName} at "${of.slice(0, 200)}".`);
  return head.slice(colon + 1);
}

/** Where two branches stand. @throws MosaicError `not_found`, `invalid_input` where nothing is to be merged, in Gitea's words. */
export async function requireChange(
  { contents }: Pick<ForgeContext, 'contents'>,
  repository: Repository,
  { base, head }: { base: string; head: string },
): Promise<string> {
  const nothing = new MosaicError('invalid_input', 'Invalid PullRequest: There are no changes between the head and the base');
  if (base === head) throw nothing;
  const tips = await contents.reader.tips(repository, [base, head]);
  for (const branch of [base, head])
    if (!tips.has(branch)) throw new MosaicError('not_found', `${repository.fullName} has no branch "${branch.slice(0, 200)}".`);
  const { total } = await contents.reader.between(repository, { before: tips.get(base) ?? '', after: tips.get(head) ?? '', limit: 1 });
  if (total === 0) throw nothing;
  return tips.get(head) ?? '';
}
