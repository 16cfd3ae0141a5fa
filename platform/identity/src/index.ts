export { createAuthenticator, type Authenticator, type Credential } from './authenticator.ts';
export { ANONYMOUS, callerOf, type Caller } from './caller.ts';
export { permits } from './permits.ts';
