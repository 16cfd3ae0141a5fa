import {
  deliverEvent,
  FORGE_REQUIREMENTS,
  listDamaged,
  readEvents,
  searchCode,
  viewRepositories,
  type ForgeRequirement,
} from '@mosaic/contracts/mosaic';

import { createSuite } from '../src/suite.ts';
import type { ForgeTarget } from './target.ts';

/** The cases of what the services rely on of the forge beside Gitea's contract; the files beside this one state them. */
export const suite = createSuite<ForgeRequirement, ForgeTarget>({
  requirements: FORGE_REQUIREMENTS,
  operations: [deliverEvent, listDamaged, readEvents, searchCode, viewRepositories],
  unreachable: {},
});
export const { requirement } = suite;
