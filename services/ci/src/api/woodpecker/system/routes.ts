import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { getVersion } from './get-version.ts';
import { receiveHook } from './receive-hook.ts';

/** Of Woodpecker's operations with the tag "System": the forge's call; apart, because its body is taken as bytes for the signature. */
export const HOOK_OPERATIONS: readonly Operation<CiContext>[] = [receiveHook];

/** The one that upstream has outside /api. */
export const VERSION_OPERATIONS: readonly Operation<CiContext>[] = [getVersion];
