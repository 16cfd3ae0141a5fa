import type { Operation } from '@mosaic/platform/http';

import type { ForgeContext } from '../../context.ts';
import { downloadArchive } from './archive/get.ts';
import { downloadAttachment } from './asset/get-by-uuid.ts';
import { downloadAsset } from './asset/get.ts';

/** Gitea's addresses of files to keep, which are no pages and stand outside its API: people and programs follow them alike. */
export const FILE_OPERATIONS: readonly Operation<ForgeContext>[] = [downloadArchive, downloadAsset, downloadAttachment];
