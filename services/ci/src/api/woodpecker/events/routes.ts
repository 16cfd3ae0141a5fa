import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { streamEvents } from './stream.ts';

/** Woodpecker's operations with the tag "Events". */
export const EVENTS_OPERATIONS: readonly Operation<CiContext>[] = [streamEvents];
