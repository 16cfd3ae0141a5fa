import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../context.ts';
import { deleteArtifact } from './artifact/delete.ts';
import { getArtifact } from './artifact/get.ts';
import { listArtifacts } from './artifact/list.ts';
import { forwardPage } from './forward-page.ts';

/** What no upstream contract covers. */
export const NATIVE: readonly Operation<CiContext>[] = [forwardPage, listArtifacts, getArtifact, deleteArtifact];
