import { z } from 'zod';

import { Bytes, defineOperation } from '@mosaic/contracts/wire';

import { ContentsEntry, FileResponse } from '../schemas.ts';
import { CommitDate } from './moments.ts';
import { RefText } from './ref-text.ts';

/** The file's path, with its slashes. */
const PathParams = z.object({ '*': z.string() });

/** A branch, tag or commit; the default branch when absent. */
const AtRef = z.object({ ref: RefText.default('') });

/** Base64 as clients write it, in lines or in one. */
const Content = z
  .string()
  .transform((text) => text.replace(/\s+/g, ''))
  .refine((text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, 'is not valid base64');

const Author = z.object({ name: z.string().max(200).default(''), email: z.string().max(200).default('') });

/** What every write of contents may say. */
export const FileOptions = z.object({
  /** What was done, and to which file, when absent. */
  message: z.string().max(65_536).default(''),
  branch: RefText.default(''),
  /** Where the commit goes instead; begins at `branch`. */
  new_branch: RefText.default(''),
  author: Author.optional(),
  committer: Author.optional(),
  dates: z.object({ author: CommitDate.optional(), committer: CommitDate.optional() }).default({}),
  signoff: z.boolean().default(false),
});
export type FileOptions = z.output<typeof FileOptions>;

export const repoGetRawFile = defineOperation({
  id: 'repoGetRawFile',
  tag: 'repository',
  summary: 'The bytes of a file',
  method: 'GET',
  path: '/repos/{owner}/{repo}/raw/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  query: AtRef,
  answer: Bytes,
});

/** Of a file that git holds a pointer of, the bytes that it points to. */
export const repoGetRawFileOrLFS = defineOperation({
  id: 'repoGetRawFileOrLFS',
  tag: 'repository',
  summary: 'The bytes of a file, from Git LFS where it is kept there',
  method: 'GET',
  path: '/repos/{owner}/{repo}/media/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  query: AtRef,
  answer: Bytes,
});

/** An array for a folder, an object with its content for a file. */
export const repoGetContents = defineOperation({
  id: 'repoGetContents',
  tag: 'repository',
  summary: 'A file with its content, or the members of a folder',
  method: 'GET',
  path: '/repos/{owner}/{repo}/contents/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  query: AtRef,
  answer: z.union([z.array(ContentsEntry), ContentsEntry]),
});

export const repoGetContentsList = defineOperation({
  id: 'repoGetContentsList',
  tag: 'repository',
  summary: 'The members of the root; none before the first push',
  method: 'GET',
  path: '/repos/{owner}/{repo}/contents',
  query: AtRef,
  answer: z.union([z.array(ContentsEntry), ContentsEntry]),
});

export const repoCreateFile = defineOperation({
  id: 'repoCreateFile',
  tag: 'repository',
  summary: 'Commits a new file',
  method: 'POST',
  path: '/repos/{owner}/{repo}/contents/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  body: FileOptions.extend({ content: Content }),
  status: 201,
  answer: FileResponse,
});

/** 201 where the file is new, as in Gitea. */
export const repoUpdateFile = defineOperation({
  id: 'repoUpdateFile',
  tag: 'repository',
  summary: 'Commits another content of a file, or moves it; makes it where neither `sha` nor `from_path` is given',
  method: 'PUT',
  path: '/repos/{owner}/{repo}/contents/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  body: FileOptions.extend({
    content: Content,
    /** Id of the blob that is replaced. */
    sha: z.string().max(64).default(''),
    from_path: z.string().max(500).default(''),
  }),
  alsoStatus: [201],
  answer: FileResponse,
});

export const repoDeleteFile = defineOperation({
  id: 'repoDeleteFile',
  tag: 'repository',
  summary: 'Commits the removal of a file',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/contents/{filepath}',
  catchAll: 'filepath',
  params: PathParams,
  body: FileOptions.extend({ sha: z.string().min(1).max(64) }),
  answer: FileResponse,
});

/** A ref with the format at its end: "v1.0.tar.gz"; `path` narrows it to files and folders. */
export const repoGetArchive = defineOperation({
  id: 'repoGetArchive',
  tag: 'repository',
  summary: 'The files of a branch, tag or commit as a zip, a tarball or a bundle of git',
  method: 'GET',
  path: '/repos/{owner}/{repo}/archive/{archive}',
  catchAll: 'archive',
  params: z.object({ '*': RefText }),
  query: z.object({
    path: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  }),
  answer: Bytes,
});
