import type { Caller } from '@mosaic/platform/identity';

/**
 * Whether a message is for the caller: `readers` when it is for those who may read the project's repository. A token that
 * is limited to some repositories gets no more of its owner's messages than of others'.
 */
export function mayReadMessage({ login, repositories }: Caller, { recipient }: { recipient: string | null }): 'yes' | 'no' | 'readers' {
  if (recipient !== null && recipient !== login) return 'no';
  return recipient !== null && repositories === null ? 'yes' : 'readers';
}
