import { z } from 'zod';

import { schemasOf, swaggerOf } from '@mosaic/contracts/wire';
import * as woodpecker from '@mosaic/contracts/woodpecker';
import { contractsOf } from '@mosaic/platform/http';

import { WOODPECKER_OPERATIONS } from '../routes.ts';

/** Where Woodpecker has its description (its `server/router`: gin-swagger). */
export const WOODPECKER_DESCRIPTION_PATH = '/swagger/doc.json';

/** What is answered there: the operations that are served. */
export function describeCi({ version }: { version: string }) {
  return swaggerOf({
    title: 'Woodpecker API, as far as it is served here',
    version,
    basePath: '/api',
    operations: contractsOf(WOODPECKER_OPERATIONS),
    definitions: schemasOf(woodpecker),
    // Words alone, as plain text.
    refusal: z.string(),
  });
}
