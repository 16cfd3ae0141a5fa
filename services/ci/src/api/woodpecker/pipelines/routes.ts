import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { approvePipeline } from './approve.ts';
import { cancelPipeline } from './cancel.ts';
import { declinePipeline } from './decline.ts';
import { deletePipeline } from './delete.ts';
import { getPipeline } from './get.ts';
import { getPipelineConfig } from './get-config.ts';
import { getLatestPipeline } from './get-latest.ts';
import { listPipelines } from './list.ts';
import { restartPipeline } from './restart.ts';
import { startPipeline } from './start.ts';

/** Woodpecker's operations with the tag "Pipelines". */
export const PIPELINES_OPERATIONS: readonly Operation<CiContext>[] = [
  listPipelines,
  startPipeline,
  getLatestPipeline,
  getPipeline,
  restartPipeline,
  deletePipeline,
  cancelPipeline,
  approvePipeline,
  declinePipeline,
  getPipelineConfig,
];
