import { OPEN_DOORS, type OpenDoor } from '@mosaic/contracts/mosaic';
import { createEdge } from '@mosaic/edge';
import type { Service } from '@mosaic/platform/lifecycle';

import type { House } from './house.ts';

export async function composeEdge(house: House): Promise<Service> {
  const { publicUrl, listen } = house.config;
  const origins = Object.fromEntries(OPEN_DOORS.map((door) => [door, house.origin(door)])) as Record<OpenDoor, string>;
  const addresses = ['127.0.0.1', '::1', ...(listen === '' ? [] : [listen])];
  return createEdge({ port: house.door('edge').port, publicUrl, addresses, origins }, house.shared);
}
