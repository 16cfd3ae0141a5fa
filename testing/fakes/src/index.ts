export { startFakeForge, type FakeForge } from './gitea/fake-forge.ts';
export { deliverPush } from './gitea/deliver-push.ts';
export { ANY_REF, newRepository, type FakeRepository } from './gitea/repository.ts';
export { startFakeMcp, type FakeMcp } from './mcp/fake-mcp.ts';
export type { FakePrincipal } from './mosaic/accounts-state.ts';
export { startFakeAccounts, type FakeAccounts } from './mosaic/fake-accounts.ts';
export { startFakeCi, type FakeCi } from './woodpecker/fake-ci.ts';
export type { FakePipeline } from './woodpecker/pipelines.ts';
