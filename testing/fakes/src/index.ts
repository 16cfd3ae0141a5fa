export { startFakeAccounts, type FakeAccounts, type FakePrincipal } from './fake-accounts.ts';
