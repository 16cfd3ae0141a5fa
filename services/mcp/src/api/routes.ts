import type { Operation } from '@mosaic/platform/http';

import { protectedResource, protectedResourceOfOrigin } from './protected-resource.ts';

/** Operations beside `/mcp` itself, whose tools are listed in `tools/list.ts`. */
export const OPERATIONS: readonly Operation<undefined>[] = [protectedResource, protectedResourceOfOrigin];
