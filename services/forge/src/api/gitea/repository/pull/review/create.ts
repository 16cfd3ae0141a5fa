import { repoCreatePullReview } from '@mosaic/contracts/gitea';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../../context.ts';
import { reaches } from '../../../../../repositories/repository-policy.ts';
import type { Repository } from '../../../../../repositories/repository.ts';
import { isCaller } from '../../../../../reviews/review-policy.ts';
import { verdictOf } from '../../../../../reviews/verdict.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { requirePull } from '../pull-of-request.ts';
import { presentOneReview } from './review-of-request.ts';

/** Everybody who may read may say what they think; whether it counts is another matter. */
export const createReview = implementInRepository(repoCreatePullReview, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle({ repository, rights, params, body, caller, cause }, context) {
    const issue = await requirePull(context, repository, params.index);
    const draft = await context.reviews.reader.draft(issue.id, caller.uid);
    const text = body.body || (draft?.body ?? '');
    const hasComments = body.comments.length > 0 || (draft?.comments ?? 0) > 0;
    const verdict = verdictOf(body.event, { isAuthor: isCaller(caller, issue.author), body: text, hasComments });
    const { headId } = issue.pull;
    const commitId = ['', headId].includes(body.commit_id) ? headId : await requireCommit(context, repository, body.commit_id);
    const places = await context.reviews.places.locate(repository, issue.pull, { commitId, comments: body.comments });
    const comments = places.map((place, index) => ({ place, body: body.comments[index]?.body ?? '' }));
    const review = { verdict, body: body.body, commitId, reviewer: caller, isOfficial: reaches(rights.code, 'write'), comments };
    const id = await context.reviews.writer.create({ repository, issue }, review, cause);
    return presentOneReview(context, { repository, issue }, id);
  },
});

async function requireCommit({ contents }: Pick<ForgeContext, 'contents'>, repository: Repository, id: string): Promise<string> {
  try {
    return (await contents.reader.commit(repository, id)).id;
  } catch (error) {
    if (isMosaicError(error, 'not_found')) throw new MosaicError('invalid_input', `commit_id: ${repository.fullName} has no commit ${id}.`);
    throw error;
  }
}
