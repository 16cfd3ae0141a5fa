import { createMcp } from '@mosaic/mcp';
import type { Service } from '@mosaic/platform/lifecycle';

import type { House } from './house.ts';

export async function composeMcp(house: House): Promise<Service> {
  return createMcp({ ...house.door('mcp'), ...house.keep('mcp') }, { ...house.shared, ...house.neighbours('mcp') });
}
