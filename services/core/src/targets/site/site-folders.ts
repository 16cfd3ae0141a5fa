import { join } from 'node:path';

import { Label } from '@mosaic/contracts/mosaic';
import { parseInput } from '@mosaic/platform/errors';

/** Where one environment's files lie: `releases/<id>` and the link `current` to one of them. */
export interface SiteFolders {
  root: string;
  releases: string;
  current: string;
}

/** Names become path segments here, so both are checked to be labels. */
export function siteFolders(sites: string, project: string, environment: string): SiteFolders {
  const root = join(sites, parseInput(Label, project, 'The project name'), parseInput(Label, environment, 'The environment'));
  return { root, releases: join(root, 'releases'), current: join(root, 'current') };
}
