import { createForge } from '@mosaic/forge';
import { forgeSection } from '@mosaic/forge/section';
import type { Service } from '@mosaic/platform/lifecycle';

import { addressesWith } from './addresses.ts';
import type { StackContext } from './stack-context.ts';

export async function composeForge(context: StackContext): Promise<Service> {
  const section = forgeSection(context.config);
  // Of the platform's own doors the one path that takes hooks; the others are what the installation allows.
  const allowedHookHosts = [`127.0.0.1:${context.config.ports.ci}/api/hook`, ...section.allowedHookHosts];
  // Git by SSH needs no proxy that ends TLS: it goes wherever the edge goes.
  const { listen } = context.config;
  const ssh = { port: context.door('forge', 'ssh').port, addresses: addressesWith(listen) };
  return createForge(
    { ...context.door('forge'), ssh, ...context.keep('forge'), ...section, allowedHookHosts },
    { ...context.shared, ...context.neighbours('forge') },
  );
}
