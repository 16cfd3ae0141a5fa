import { openApiOf, schemasOf, type DescribedOperation, type Description } from '@mosaic/contracts/wire';

import * as events from './event-record.ts';
import * as audit from './operations/audit.ts';
import * as ci from './operations/ci.ts';
import * as oauth from './operations/oauth.ts';
import * as principals from './operations/principals.ts';
import * as sessions from './operations/sessions.ts';
import * as system from './operations/system.ts';
import * as tokens from './operations/tokens.ts';
import * as principal from './principal.ts';
import { Problem } from './problem.ts';

/** Where each door describes its own operations; theirs stand where the upstream has them. */
export const NATIVE_DESCRIPTION_PATH = '/-/openapi.json';

/** Of our own dialect; grows when something that was there is no more. */
const VERSION = '1';

/** The platform's own operations among those of one door, or all. */
export function nativeDescription(title: string, operations: readonly DescribedOperation[]): Description {
  const definitions = schemasOf({
    ...principal,
    ...events,
    ...audit,
    ...ci,
    ...oauth,
    ...principals,
    ...sessions,
    ...system,
    ...tokens,
    Problem,
  });
  return { title, version: VERSION, basePath: '', operations, definitions };
}

/** What {@link NATIVE_DESCRIPTION_PATH} answers. */
export function describeNative(title: string, operations: readonly DescribedOperation[]) {
  return openApiOf({ ...nativeDescription(title, operations), problem: Problem });
}
