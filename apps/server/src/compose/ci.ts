import { createCi } from '@mosaic/ci';
import { ciSection } from '@mosaic/ci/section';
import type { Service } from '@mosaic/platform/lifecycle';

import { VERSION } from '../status.ts';
import type { StackContext } from './stack-context.ts';

export async function composeCi(context: StackContext): Promise<Service> {
  const { workRoot, home } = context.config;
  const { local, ...section } = ciSection(context.config);
  return createCi(
    {
      ...context.door('ci'),
      ...context.keep('ci'),
      ...section,
      forgeUrl: context.origin('forge'),
      version: VERSION,
      local: { ...local, workRoot, hiddenPaths: [home] },
    },
    { ...context.shared, ...context.neighbours('ci') },
  );
}
