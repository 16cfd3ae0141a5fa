import { join } from 'node:path';

import { TargetName } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { createSiteTarget } from './site/site-target.ts';
import type { Target } from './target.ts';

/** The folder that holds every site's releases. */
export function sitesFolder(dataFolder: string): string {
  return join(dataFolder, 'sites');
}

/** Every target of this installation; one that a later version wrote into a row is refused in words. */
export function createTargets(dataFolder: string): (name: string) => Target {
  const targets: Readonly<Record<TargetName, Target>> = { site: createSiteTarget(sitesFolder(dataFolder)) };
  return (name) => {
    const known = TargetName.safeParse(name);
    if (known.success) return targets[known.data];
    throw new MosaicError('unsupported', `This installation has no target "${name}". Use one of: ${TargetName.options.join(', ')}.`);
  };
}
