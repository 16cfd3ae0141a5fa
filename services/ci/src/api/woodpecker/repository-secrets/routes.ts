import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { createSecret } from './create.ts';
import { deleteSecret } from './delete.ts';
import { getSecret } from './get.ts';
import { listSecrets } from './list.ts';
import { updateSecret } from './update.ts';

/** Woodpecker's operations with the tag "Repository secrets". */
export const REPOSITORY_SECRETS_OPERATIONS: readonly Operation<CiContext>[] = [
  listSecrets,
  createSecret,
  getSecret,
  updateSecret,
  deleteSecret,
];
