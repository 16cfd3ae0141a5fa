import { queryOptions } from '@tanstack/react-query';

import { eventRead, NO_COMMIT, refUpdated } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../../api/clients.ts';
import { refKeys } from '../../refs/keys.ts';

/** Facts are asked of the last ten minutes: the contract's most. */
const RECENT_MS = 600_000;
const BRANCH = 'refs/heads/';

/** The branches of a repository that were pushed of late and are there still, the newest first, each with who pushed it. */
export const recentPushesQuery = (repository: string) =>
  queryOptions({
    queryKey: refKeys.recent(repository),
    queryFn: async () => {
      const { events } = await callMcp(eventRead, { pastMs: RECENT_MS, types: [refUpdated.type], limit: 200 });
      const latest = new Map<string, { branch: string; actor: string; time: number; sha: string }>();
      for (const { type, data, actor, time } of events) {
        const push = type === refUpdated.type ? refUpdated.data.safeParse(data).data : undefined;
        if (push?.repository !== repository || !push.ref.startsWith(BRANCH)) continue;
        const branch = push.ref.slice(BRANCH.length);
        latest.delete(branch);
        latest.set(branch, { branch, actor, time, sha: push.after });
      }
      return [...latest.values()].filter(({ sha }) => sha !== NO_COMMIT).toReversed();
    },
  });
