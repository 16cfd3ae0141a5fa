import { createMcp } from '@mosaic/mcp';
import type { Service } from '@mosaic/platform/lifecycle';

import type { StackContext } from './stack-context.ts';

export async function composeMcp(context: StackContext): Promise<Service> {
  return createMcp({ ...context.door('mcp'), ...context.keep('mcp') }, { ...context.shared, ...context.neighbours('mcp') });
}
