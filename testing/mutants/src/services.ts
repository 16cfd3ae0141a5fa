import { operationTargets } from './operations.ts';
import type { Target } from './target.ts';
import { toolTargets } from './tools.ts';

/** What of each service can be broken, and which folder's tests should notice. */
export const SERVICES = {
  accounts: async () => operationTargets((await import('@mosaic/accounts/operations')).OPERATIONS),
  ci: async () => {
    const { WOODPECKER_OPERATIONS, NATIVE_OPERATIONS, HOOK_OPERATIONS } = await import('@mosaic/ci/operations');
    return operationTargets([...WOODPECKER_OPERATIONS, ...NATIVE_OPERATIONS, ...HOOK_OPERATIONS]);
  },
  forge: async () => {
    const { GITEA_OPERATIONS, NATIVE_OPERATIONS } = await import('@mosaic/forge/operations');
    return operationTargets([...GITEA_OPERATIONS, ...NATIVE_OPERATIONS]);
  },
  mcp: async () => toolTargets((await import('@mosaic/mcp/tools')).TOOL_LIST),
} as const satisfies Record<string, () => Promise<Target[]>>;

export type MutatedService = keyof typeof SERVICES;
