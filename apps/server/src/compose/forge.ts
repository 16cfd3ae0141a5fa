import { createForge } from '@mosaic/forge';
import type { Service } from '@mosaic/platform/lifecycle';

import type { House } from './house.ts';

export async function composeForge(house: House): Promise<Service> {
  const { ports, webhookHosts, maxPushMib } = house.config;
  return createForge(
    {
      ...house.door('forge'),
      ...house.keep('forge'),
      maxPushBytes: maxPushMib * 1024 * 1024,
      // Of the platform's own doors the one path that takes hooks; the others are what the installation allows.
      allowedHookHosts: [`127.0.0.1:${ports.ci}/api/hook`, ...webhookHosts],
    },
    { ...house.shared, ...house.neighbours('forge') },
  );
}
