import type { Service } from '@mosaic/platform/lifecycle';
import { createTony } from '@mosaic/tony';

import type { StackContext } from './stack-context.ts';

export async function composeTony(context: StackContext): Promise<Service> {
  const { publicUrl } = context.config;
  return createTony(
    { ...context.keep('tony'), publicUrl },
    { ...context.shared, ...context.neighbours('tony'), takerToken: (login) => context.takerToken(login) },
  );
}
