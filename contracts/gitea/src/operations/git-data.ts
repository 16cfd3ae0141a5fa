import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { AnnotatedTag, GitBlob, GitTree, Reference } from '../schemas.ts';
import { RefText } from './ref-text.ts';

/** Gitea's default_git_trees_per_page, also the most it gives. */
const TREE_PAGE = 1_000;

const ObjectParams = z.object({ sha: z.string().max(64) });

export const getTree = defineOperation({
  id: 'GetTree',
  tag: 'repository',
  summary: "The entries of a commit's root or of a tree; `truncated` says that another page follows",
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/trees/{sha}',
  /** A branch or a tag does as well. */
  params: z.object({ sha: RefText }),
  query: z.object({
    /** Those of all folders below too. */
    recursive: z
      .string()
      .default('')
      .transform((text) => text === 'true' || text === '1'),
    page: z.coerce.number<number>().int().min(1).max(1_000_000).catch(1).default(1),
    per_page: z.coerce.number<number>().int().min(1).max(TREE_PAGE).catch(TREE_PAGE).default(TREE_PAGE),
  }),
  answer: GitTree,
});

export const getBlob = defineOperation({
  id: 'GetBlob',
  tag: 'repository',
  summary: "A file's bytes by the id of its object",
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/blobs/{sha}',
  params: ObjectParams,
  answer: GitBlob,
});

export const getAnnotatedTag = defineOperation({
  id: 'GetAnnotatedTag',
  tag: 'repository',
  summary: 'An annotated tag by the id of its object',
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/tags/{sha}',
  params: ObjectParams,
  answer: AnnotatedTag,
});

export const repoListAllGitRefs = defineOperation({
  id: 'repoListAllGitRefs',
  tag: 'repository',
  summary: 'All refs of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/refs',
  answer: z.array(Reference),
});

/** A list even for the very name of one. */
export const repoListGitRefs = defineOperation({
  id: 'repoListGitRefs',
  tag: 'repository',
  summary: 'The refs whose names begin so ("heads/main", "tags/v")',
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/refs/{ref}',
  catchAll: 'ref',
  params: z.object({ '*': RefText }),
  answer: z.array(Reference),
});
