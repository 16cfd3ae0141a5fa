import type { ForgeOperation } from '../../../forge-operation.ts';
import { createAsset } from './asset/create.ts';
import { deleteAsset } from './asset/delete.ts';
import { editAsset } from './asset/edit.ts';
import { getAsset } from './asset/get.ts';
import { listAssets } from './asset/list.ts';
import { createRelease } from './create.ts';
import { deleteReleaseByTag } from './delete-by-tag.ts';
import { deleteRelease } from './delete.ts';
import { editRelease } from './edit.ts';
import { getReleaseByTag } from './get-by-tag.ts';
import { getLatestRelease } from './get-latest.ts';
import { getRelease } from './get.ts';
import { listReleases } from './list.ts';

/** Releases and their files. */
export const RELEASE_OPERATIONS: readonly ForgeOperation[] = [
  listReleases,
  createRelease,
  getLatestRelease,
  getReleaseByTag,
  deleteReleaseByTag,
  getRelease,
  editRelease,
  deleteRelease,
  listAssets,
  createAsset,
  getAsset,
  editAsset,
  deleteAsset,
];
