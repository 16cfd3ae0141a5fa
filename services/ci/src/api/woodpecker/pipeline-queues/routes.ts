import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { getQueueInfo } from './get-info.ts';

/** Woodpecker's operations with the tag "Pipeline queues". */
export const PIPELINE_QUEUES_OPERATIONS: readonly Operation<CiContext>[] = [getQueueInfo];
