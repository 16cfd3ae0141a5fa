import { createCore, type Core } from '@mosaic/core';

import type { House } from './house.ts';

export async function composeCore(house: House): Promise<Core> {
  return createCore({ ...house.door('core'), ...house.keep('core') }, { ...house.shared, ...house.neighbours('core') });
}
