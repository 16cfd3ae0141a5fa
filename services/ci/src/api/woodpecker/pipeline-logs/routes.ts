import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { listLogs } from './list.ts';
import { streamLogs } from './stream.ts';

/** Woodpecker's operations with the tag "Pipeline logs". */
export const PIPELINE_LOGS_OPERATIONS: readonly Operation<CiContext>[] = [listLogs, streamLogs];
