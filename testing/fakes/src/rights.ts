import { MosaicError } from '@mosaic/platform/errors';

import { found } from './found.ts';
import type { Asker } from './operations/answers.ts';

/** `none` takes away what an owner has by nature. */
export type Level = 'none' | 'read' | 'write' | 'admin';

/** Whose a repository is, and what each login may do there; the owner may do everything. */
export interface Guarded {
  owner: string;
  private: boolean;
  members: Record<string, Level>;
}

/** Whom a token stands for; any other is one of the platform's own, which may do everything. Without one nobody is known. */
export interface People {
  logins: ReadonlyMap<string, string>;
}

/** Who has no credential; bears no name. */
const NOBODY = '';

/** Undefined for one of the platform's own. */
export function loginOf({ logins }: People, { sudo, token }: Asker): string | undefined {
  return sudo ?? (token === '' ? NOBODY : logins.get(token));
}

/** @throws MosaicError (`unauthenticated`) without a credential. */
export function signedIn(people: People, asker: Asker): string | undefined {
  const login = loginOf(people, asker);
  if (login === NOBODY) throw new MosaicError('unauthenticated', 'Sign in.');
  return login;
}

/** @throws MosaicError (`unauthenticated`, `forbidden`) for anybody but one of the platform's own. */
export function requirePlatform(people: People, asker: Asker): void {
  if (signedIn(people, asker) !== undefined) throw new MosaicError('forbidden', 'This is for the platform alone.');
}

/** Who acts for itself is one of the platform's own and may do everything. */
export function permissionsOf({ owner, members, private: isPrivate }: Guarded, login: string | undefined) {
  const level = login === undefined ? 'admin' : (members[login] ?? (login === owner ? 'admin' : 'none'));
  return { admin: level === 'admin', push: level === 'admin' || level === 'write', pull: level !== 'none' || !isPrivate };
}

/** A repository, as far as the asker may see it. */
export function visibleTo<R extends Guarded>(people: People, asker: Asker, repository: R | undefined): R {
  const there = found(repository);
  return found(permissionsOf(there, loginOf(people, asker)).pull ? there : undefined);
}

/** A repository for who may do more there than read; without a credential nobody is told of any. */
export function allowedTo<R extends Guarded>(
  people: People,
  { asker, right }: { asker: Asker; right: 'pull' | 'push' | 'admin' },
  repository: R | undefined,
): R {
  const login = signedIn(people, asker);
  const there = visibleTo(people, asker, repository);
  if (!permissionsOf(there, login)[right]) throw new MosaicError('forbidden', `This needs ${right}.`);
  return there;
}
