import { OPEN_DOORS, type OpenDoor } from '@mosaic/contracts/mosaic';
import { createEdge } from '@mosaic/edge';
import type { Service } from '@mosaic/platform/lifecycle';

import { addressesWith } from './addresses.ts';
import type { StackContext } from './stack-context.ts';

export async function composeEdge(context: StackContext): Promise<Service> {
  const { publicUrl, listen } = context.config;
  const origins = Object.fromEntries(OPEN_DOORS.map((door) => [door, context.origin(door)])) as Record<OpenDoor, string>;
  const addresses = addressesWith(listen);
  return createEdge({ port: context.door('edge').port, publicUrl, addresses, origins }, context.shared);
}
