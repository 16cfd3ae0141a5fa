export { openKeyring, type Keyring } from './keyring.ts';
export { hashToken, newToken, sameSecret } from './token.ts';
