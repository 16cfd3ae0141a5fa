import type { Repository } from '@mosaic/contracts/gitea';

/** By whom a repository is offered to whom; null where nothing waits that the reader is told of. */
export function offerOf({ repo_transfer: transfer }: Repository): { doer: string; recipient: string } | null {
  const loginOf = (member: unknown): string => (member as { login?: string } | undefined)?.login ?? '';
  return transfer === null || transfer === undefined
    ? null
    : { doer: loginOf(transfer['doer']), recipient: loginOf(transfer['recipient']) };
}
