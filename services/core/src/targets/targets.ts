import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { createSiteTarget } from './site/site-target.ts';
import type { Target } from './target.ts';

/** The folder that holds every site's releases. */
export function sitesFolder(dataFolder: string): string {
  return join(dataFolder, 'sites');
}

/** Every target of this installation, by the name that `.mosaic.yaml` uses. */
export function createTargets(dataFolder: string): (name: string) => Target {
  const targets: Readonly<Record<string, Target>> = { site: createSiteTarget(sitesFolder(dataFolder)) };
  return (name) => {
    const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
    if (target === undefined)
      throw new MosaicError('unsupported', `This installation has no target "${name}". Use one of: ${Object.keys(targets).join(', ')}.`);
    return target;
  };
}
