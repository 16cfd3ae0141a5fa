import type { Send } from '@mosaic/contracts/wire';

import { askTogether, keyOf, type RepositoryQuestion } from './ask-together.ts';
import type { RepositoryView } from './repository-view.ts';
import { ttlCache } from './ttl-cache.ts';

/** Whose eyes the forge is asked for: a login's (Gitea's `Sudo`), everybody's (what is public), or the platform's own. */
export type Asker = { readonly login: string } | 'everybody' | 'platform';

/** Authority over a repository lives in the forge alone (docs/architecture.md#identity); every other service asks here. */
export interface RepositoryAuthority {
  /**
   * The repository, by "owner/name" or id; null when there is none or the asker may not know that there is. What the asker's
   * token lacks (its grants, its limit to some repositories) is the caller's to judge. Throws `unavailable`.
   */
  view(asker: Asker, repository: string | number): Promise<RepositoryView | null>;
}

/** Asks the forge with a token that holds `forge:sudo:admin`; an answer serves for five seconds. */
export function createRepositoryAuthority(forge: Send, { now = Date.now }: { now?: () => number } = {}): RepositoryAuthority {
  const ask = askTogether(forge);
  const asked = ttlCache(({ login, repository }: RepositoryQuestion) => JSON.stringify([login, keyOf(repository)]), ask, { now });

  return {
    async view(asker, repository) {
      if (asker === 'platform') return asked({ login: null, repository });
      if (asker === 'everybody') {
        const found = await asked({ login: null, repository });
        return found === null || found.private ? null : Object.freeze({ ...found, push: false, admin: false });
      }
      // Without a name it would be the platform that asks.
      if (asker.login === '') return null;
      return asked({ login: asker.login, repository });
    },
  };
}
