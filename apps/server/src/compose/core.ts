import { createCore, type Core } from '@mosaic/core';

import type { StackContext } from './stack-context.ts';

export async function composeCore(context: StackContext): Promise<Core> {
  return createCore({ ...context.door('core'), ...context.keep('core') }, { ...context.shared, ...context.neighbours('core') });
}
