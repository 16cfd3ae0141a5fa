import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Release } from '../release-schemas.ts';
import { Flag } from './flag.ts';
import { PagingQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

/** Longest name of a tag that a release may have, characters. */
const TagName = RefText.max(190);
const Title = z.string().max(2_000);
/** Notes, characters. */
const Note = z.string().max(256 * 1024);
const ReleaseParams = z.object({ id: z.coerce.number<number>().int().min(1) });
/** Slashes in the name may be encoded or not. */
const TagParams = z.object({ '*': RefText });

/** The newest first; drafts are shown to those alone who may write. `q` is ours: a part of tag or title, whatever its case. */
export const repoListReleases = defineOperation({
  id: 'repoListReleases',
  tag: 'repository',
  summary: 'The releases of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases',
  query: PagingQuery.extend({ draft: Flag.optional(), 'pre-release': Flag.optional(), q: z.string().max(300).default('') }),
  answer: z.array(Release),
});

/** Makes the tag at `target_commitish` (the default branch by default) where there is none, unless it is a draft. */
export const repoCreateRelease = defineOperation({
  id: 'repoCreateRelease',
  tag: 'repository',
  summary: 'Publishes or drafts a release',
  method: 'POST',
  path: '/repos/{owner}/{repo}/releases',
  body: z.object({
    tag_name: TagName.min(1),
    /** Makes the new tag an annotated one. */
    tag_message: z
      .string()
      .max(64 * 1024)
      .default(''),
    target_commitish: RefText.default(''),
    name: Title.default(''),
    body: Note.default(''),
    draft: z.boolean().default(false),
    prerelease: z.boolean().default(false),
  }),
  status: 201,
  answer: Release,
  errors: [409],
});

/** By its moment of creation, drafts and pre-releases aside. */
export const repoGetLatestRelease = defineOperation({
  id: 'repoGetLatestRelease',
  tag: 'repository',
  summary: 'The newest release',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases/latest',
  answer: Release,
});

export const repoGetRelease = defineOperation({
  id: 'repoGetRelease',
  tag: 'repository',
  summary: 'One release',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases/{id}',
  params: ReleaseParams,
  answer: Release,
});

/** An empty text leaves what is there, as in Gitea. */
export const repoEditRelease = defineOperation({
  id: 'repoEditRelease',
  tag: 'repository',
  summary: 'Changes, publishes or withdraws a release',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/releases/{id}',
  params: ReleaseParams,
  body: z.object({
    tag_name: TagName.optional(),
    target_commitish: RefText.optional(),
    name: Title.optional(),
    body: Note.optional(),
    draft: z.boolean().optional(),
    prerelease: z.boolean().optional(),
  }),
  answer: Release,
  errors: [409],
});

/** The tag stays. */
export const repoDeleteRelease = defineOperation({
  id: 'repoDeleteRelease',
  tag: 'repository',
  summary: 'Deletes a release with its files',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/releases/{id}',
  params: ReleaseParams,
});

export const repoGetReleaseByTag = defineOperation({
  id: 'repoGetReleaseByTag',
  tag: 'repository',
  summary: 'The release of a tag',
  method: 'GET',
  path: '/repos/{owner}/{repo}/releases/tags/{tag}',
  catchAll: 'tag',
  params: TagParams,
  answer: Release,
});

/** The tag stays. */
export const repoDeleteReleaseByTag = defineOperation({
  id: 'repoDeleteReleaseByTag',
  tag: 'repository',
  summary: 'Deletes the release of a tag with its files',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/releases/tags/{tag}',
  catchAll: 'tag',
  params: TagParams,
});
