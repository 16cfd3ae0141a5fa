export { createAuthenticator, type Authenticator, type Credential } from './authenticator.ts';
export { ANONYMOUS, callerOf, type Caller } from './caller.ts';
export { missingRight } from './missing-right.ts';
export { permits } from './permits.ts';
export { ttlCache } from './ttl-cache.ts';
export { createRepositoryAuthority, type Asker, type RepositoryAuthority } from './repository-authority.ts';
export type { RepositoryRights, RepositoryView } from './repository-view.ts';
