export { createAuthenticator, type Authenticator, type Credential } from './authenticator.ts';
export { ANONYMOUS, callerOf, type Caller } from './caller.ts';
export { missingRight } from './missing-right.ts';
export { permits } from './permits.ts';
export { ttlCache } from './ttl-cache.ts';
export {
  createRepositoryAuthority,
  type Asker,
  type RepositoryAuthority,
  type RepositoryRights,
  type RepositoryView,
} from './repository-authority.ts';
