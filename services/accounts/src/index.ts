export type { AccountsConfig } from './config.ts';
export { createAccounts, type Accounts, type AccountsDeps } from './service.ts';
