import { z } from 'zod';

import { defineOperation, Upload } from '@mosaic/contracts/wire';

import { Attachment } from '../release-schemas.ts';

const Id = z.coerce.number<number>().int().min(1);
const ReleaseParams = z.object({ id: Id });
const AssetParams = z.object({ id: Id, attachment_id: Id });
const AssetName = z.string().max(255);

export const repoListReleaseAttachments = defineOperation({
  id: 'repoListReleaseAttachments',
  tag: 'repository',
  summary: 'The files of a release',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases/{id}/assets',
  params: ReleaseParams,
  answer: z.array(Attachment),
});

/** The file is the member `attachment` of a form, or the whole body; `name` goes before the name that the form says. */
export const repoCreateReleaseAttachment = defineOperation({
  id: 'repoCreateReleaseAttachment',
  tag: 'repository',
  summary: 'Adds a file to a release',
  method: 'POST',
  path: '/repos/{owner}/{repo}/releases/{id}/assets',
  params: ReleaseParams,
  query: z.object({ name: AssetName.default('') }),
  body: Upload,
  status: 201,
  answer: Attachment,
});

export const repoGetReleaseAttachment = defineOperation({
  id: 'repoGetReleaseAttachment',
  tag: 'repository',
  summary: 'What is known of one file of a release',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases/{id}/assets/{attachment_id}',
  params: AssetParams,
  answer: Attachment,
});

export const repoEditReleaseAttachment = defineOperation({
  id: 'repoEditReleaseAttachment',
  tag: 'repository',
  summary: 'Renames a file of a release',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/releases/{id}/assets/{attachment_id}',
  params: AssetParams,
  body: z.object({ name: AssetName.default('') }),
  status: 201,
  answer: Attachment,
});

export const repoDeleteReleaseAttachment = defineOperation({
  id: 'repoDeleteReleaseAttachment',
  tag: 'repository',
  summary: 'Deletes a file of a release',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/releases/{id}/assets/{attachment_id}',
  params: AssetParams,
});
