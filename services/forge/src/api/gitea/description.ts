import * as gitea from '@mosaic/contracts/gitea';
import { schemasOf, swaggerOf } from '@mosaic/contracts/wire';
import { contractsOf } from '@mosaic/platform/http';

import { GITEA_VERSION } from './miscellaneous/get-version.ts';
import { GITEA_OPERATIONS } from '../routes.ts';

/** Where Gitea has its description. */
export const GITEA_DESCRIPTION_PATH = '/swagger.v1.json';

/** What is answered there: the operations that are served. */
export function describeForge() {
  return swaggerOf({
    title: 'Gitea API, as far as it is served here',
    version: GITEA_VERSION,
    basePath: '/api/v1',
    operations: contractsOf(GITEA_OPERATIONS),
    definitions: schemasOf(gitea),
    refusal: gitea.APIError,
  });
}
