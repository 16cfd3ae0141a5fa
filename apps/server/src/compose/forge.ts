import { createForge } from '@mosaic/forge';
import { forgeSection } from '@mosaic/forge/section';
import type { Service } from '@mosaic/platform/lifecycle';

import type { House } from './house.ts';

export async function composeForge(house: House): Promise<Service> {
  const section = forgeSection(house.config);
  // Of the platform's own doors the one path that takes hooks; the others are what the installation allows.
  const allowedHookHosts = [`127.0.0.1:${house.config.ports.ci}/api/hook`, ...section.allowedHookHosts];
  return createForge(
    { ...house.door('forge'), ...house.keep('forge'), ...section, allowedHookHosts },
    { ...house.shared, ...house.neighbours('forge') },
  );
}
