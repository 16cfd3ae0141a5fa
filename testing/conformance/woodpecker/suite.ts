import * as woodpecker from '@mosaic/contracts/woodpecker';
import { WOODPECKER_REQUIREMENTS, type WoodpeckerRequirement } from '@mosaic/contracts/woodpecker';

import { operationsOf } from '../src/operations-of.ts';
import { createSuite } from '../src/suite.ts';
import type { WoodpeckerTarget } from './target.ts';
import { UNREACHABLE } from './unreachable.ts';

/** The cases of Woodpecker's dialect; the files beside this one state them. */
export const suite = createSuite<WoodpeckerRequirement, WoodpeckerTarget>({
  requirements: WOODPECKER_REQUIREMENTS,
  operations: operationsOf(woodpecker),
  unreachable: UNREACHABLE,
});
export const { requirement, departure } = suite;
