import type { Service } from '@mosaic/platform/lifecycle';
import { createTony } from '@mosaic/tony';

import type { House } from './house.ts';

export async function composeTony(house: House): Promise<Service> {
  const { publicUrl } = house.config;
  return createTony(
    { ...house.keep('tony'), publicUrl },
    { ...house.shared, ...house.neighbours('tony'), takerToken: (login) => house.takerToken(login) },
  );
}
