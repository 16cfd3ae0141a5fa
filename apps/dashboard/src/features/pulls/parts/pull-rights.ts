import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { useSession } from '../../session/queries.ts';

/** What the reader may do with a pull request; the server decides, pages only leave out what it would refuse. */
export function usePullRights(pull: PullRequest, { permissions, archived }: Repository): { mayPush: boolean; mayEdit: boolean } {
  const { login } = useSession().principal;
  const mayPush = permissions?.push === true && !archived;
  return { mayPush, mayEdit: mayPush || (login === pull.user.login && !archived) };
}
