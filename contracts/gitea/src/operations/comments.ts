import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Comment } from '../schemas.ts';
import { IssueParams, TextBody } from './issues.ts';
import { Since } from './moments.ts';

const CommentParams = z.object({ id: z.coerce.number<number>().int().min(1) });
const CommentBody = z.object({ body: TextBody.min(1) });

/** Oldest first; all of them, as in Gitea, or those last changed between two moments. */
export const issueGetComments = defineOperation({
  id: 'issueGetComments',
  tag: 'issue',
  summary: 'The comments of an issue',
  method: 'GET',
  path: '/repos/{owner}/{repo}/issues/{index}/comments',
  params: IssueParams,
  query: z.object({ since: Since, before: Since }),
  answer: z.array(Comment),
});

export const issueCreateComment = defineOperation({
  id: 'issueCreateComment',
  tag: 'issue',
  summary: 'Adds a comment to an issue',
  method: 'POST',
  path: '/repos/{owner}/{repo}/issues/{index}/comments',
  params: IssueParams,
  body: CommentBody,
  status: 201,
  answer: Comment,
});

export const issueEditComment = defineOperation({
  id: 'issueEditComment',
  tag: 'issue',
  summary: 'Changes a comment',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/issues/comments/{id}',
  params: CommentParams,
  body: CommentBody,
  answer: Comment,
});

export const issueDeleteComment = defineOperation({
  id: 'issueDeleteComment',
  tag: 'issue',
  summary: 'Removes a comment',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/issues/comments/{id}',
  params: CommentParams,
});
