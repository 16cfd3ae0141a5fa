import { found } from '../found.ts';
import type { FakeFeed } from '../mosaic/fake-feed.ts';
import type { Asker } from '../operations/answers.ts';
import { permissionsOf, type FakeRepository } from './repository.ts';

/** What a fake forge holds, changed at will while a test runs. */
export interface ForgeState {
  repositories: FakeRepository[];
  /** Repositories that are told to be damaged, "owner/name". */
  damaged: string[];
  feed: FakeFeed;
  /** Whom a token stands for; any other is one of the platform's own, which may do everything. */
  logins: Map<string, string>;
}

export function loginOf({ logins }: ForgeState, { sudo, token }: Asker): string | undefined {
  return sudo ?? logins.get(token);
}

/** The repository that is named, as far as the asker may see it. */
export function visible(state: ForgeState, { owner, repo }: { owner: string; repo: string }, asker: Asker): FakeRepository {
  const name = `${owner}/${repo}`.toLowerCase();
  const repository = found(state.repositories.find((one) => `${one.owner}/${one.name}`.toLowerCase() === name));
  return found(permissionsOf(repository, loginOf(state, asker)).pull ? repository : undefined);
}
