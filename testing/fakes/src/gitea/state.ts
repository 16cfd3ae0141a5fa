import { MosaicError } from '@mosaic/platform/errors';

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
  /** Whom a token stands for; any other is one of the platform's own, which may do everything. Without one nobody is known. */
  logins: Map<string, string>;
}

/** Who has no credential; bears no name. */
const NOBODY = '';

/** Undefined for one of the platform's own. */
export function loginOf({ logins }: ForgeState, { sudo, token }: Asker): string | undefined {
  return sudo ?? (token === '' ? NOBODY : logins.get(token));
}

/** @throws MosaicError (`unauthenticated`) without a credential. */
export function signedIn(state: ForgeState, asker: Asker): string | undefined {
  const login = loginOf(state, asker);
  if (login === NOBODY) throw new MosaicError('unauthenticated', 'Sign in.');
  return login;
}

/** The repository that is named, for who may write or administer there. */
export function changeable(
  state: ForgeState,
  named: { owner: string; repo: string },
  { asker, right }: { asker: Asker; right: 'pull' | 'push' | 'admin' },
): FakeRepository {
  const login = signedIn(state, asker);
  const repository = visible(state, named, asker);
  if (!permissionsOf(repository, login)[right]) throw new MosaicError('forbidden', `This needs ${right}.`);
  return repository;
}

/** The repository that is named, as far as the asker may see it. */
export function visible(state: ForgeState, { owner, repo }: { owner: string; repo: string }, asker: Asker): FakeRepository {
  const name = `${owner}/${repo}`.toLowerCase();
  const repository = found(state.repositories.find((one) => `${one.owner}/${one.name}`.toLowerCase() === name));
  return found(permissionsOf(repository, loginOf(state, asker)).pull ? repository : undefined);
}
