export { refuseForeignKeyIn } from './audit/refuse-foreign-key.ts';
export type { AccountsConfig } from './config.ts';
export type { RunDemo } from './demo/demo.ts';
export { createAccounts, type Accounts, type AccountsDeps } from './service.ts';
