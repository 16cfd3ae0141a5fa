import type { FakeFeed } from '../mosaic/fake-feed.ts';
import type { Asker } from '../operations/answers.ts';
import { allowedTo, visibleTo } from '../rights.ts';
import type { FakeRepository } from './repository.ts';

/** What a fake forge holds, changed at will while a test runs. */
export interface ForgeState {
  repositories: FakeRepository[];
  /** Repositories that are told to be damaged, "owner/name". */
  damaged: string[];
  feed: FakeFeed;
  /** Whom a token stands for, see `People`. */
  logins: Map<string, string>;
}

interface Named {
  owner: string;
  repo: string;
}

/** The repository that is named, for who may write or administer there. */
export function changeable(state: ForgeState, named: Named, as: { asker: Asker; right: 'pull' | 'push' | 'admin' }): FakeRepository {
  return allowedTo(state, as, repositoryOf(state, named));
}

/** The repository that is named, as far as the asker may see it. */
export function visible(state: ForgeState, named: Named, asker: Asker): FakeRepository {
  return visibleTo(state, asker, repositoryOf(state, named));
}

function repositoryOf({ repositories }: ForgeState, { owner, repo }: Named): FakeRepository | undefined {
  const name = `${owner}/${repo}`.toLowerCase();
  return repositories.find((one) => `${one.owner}/${one.name}`.toLowerCase() === name);
}
