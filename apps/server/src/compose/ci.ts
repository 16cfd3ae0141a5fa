import { createCi } from '@mosaic/ci';
import { ciSection } from '@mosaic/ci/section';
import type { Service } from '@mosaic/platform/lifecycle';

import { VERSION } from '../status.ts';
import type { House } from './house.ts';

export async function composeCi(house: House): Promise<Service> {
  const { workRoot, home } = house.config;
  const { local, ...section } = ciSection(house.config);
  return createCi(
    {
      ...house.door('ci'),
      ...house.keep('ci'),
      ...section,
      forgeUrl: house.origin('forge'),
      version: VERSION,
      local: { ...local, workRoot, hiddenPaths: [home] },
    },
    { ...house.shared, ...house.neighbours('ci') },
  );
}
