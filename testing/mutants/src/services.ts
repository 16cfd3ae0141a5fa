import { operationTargets } from './operations.ts';
import type { Target } from './target.ts';
import { toolTargets } from './tools.ts';

/** What of each service can be broken, and which folder's tests should notice. */
export const SERVICES = {
  accounts: async () => operationTargets((await import('../../../services/accounts/src/api/routes.ts')).OPERATIONS),
  ci: async () => {
    const { WOODPECKER_OPERATIONS, NATIVE_OPERATIONS, HOOK_OPERATIONS } = await import('../../../services/ci/src/api/routes.ts');
    return operationTargets([...WOODPECKER_OPERATIONS, ...NATIVE_OPERATIONS, ...HOOK_OPERATIONS]);
  },
  forge: async () => {
    const { GITEA_OPERATIONS, NATIVE_OPERATIONS } = await import('../../../services/forge/src/api/routes.ts');
    return operationTargets([...GITEA_OPERATIONS, ...NATIVE_OPERATIONS]);
  },
  mcp: async () => toolTargets((await import('../../../services/mcp/src/tools/list.ts')).TOOL_LIST),
} as const satisfies Record<string, () => Promise<Target[]>>;

export type MutatedService = keyof typeof SERVICES;
