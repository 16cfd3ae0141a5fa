import * as gitea from '@mosaic/contracts/gitea';
import { GITEA_REQUIREMENTS, type GiteaRequirement } from '@mosaic/contracts/gitea';
import { operationsOf } from '../src/operations-of.ts';

import { createSuite } from '../src/suite.ts';
import type { GiteaTarget } from './target.ts';
import { UNREACHABLE } from './unreachable.ts';

/** The cases of Gitea's dialect; the files beside this one state them. */
export const suite = createSuite<GiteaRequirement, GiteaTarget>({
  requirements: GITEA_REQUIREMENTS,
  operations: operationsOf(gitea),
  unreachable: UNREACHABLE,
});
export const { requirement, gap, departure } = suite;
