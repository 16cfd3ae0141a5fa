import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { ConfigFile, goList, ListedPipeline, Pipeline, Status } from '../schemas.ts';
import { EventNames, PagingQuery, PipelineParams, RepositoryParams, Variables } from './parameters.ts';

const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The answer's `X-Total-Count` is ours; upstream says no total. */
export const getRepoPipelines = defineOperation({
  id: 'getRepoPipelines',
  tag: 'Pipelines',
  summary: 'Pipelines of a repository, newest first, without what is below them',
  method: 'GET',
  path: '/repos/{repo_id}/pipelines',
  params: RepositoryParams,
  query: PagingQuery.extend({
    branch: z.string().max(250).optional(),
    /** One or several, with commas between. */
    event: z
      .string()
      .transform((text) => text.split(','))
      .pipe(EventNames)
      .optional(),
    /** A part of the ref. */
    ref: z.string().max(250).optional(),
    status: Status.optional(),
    before: Moment.optional(),
    after: Moment.optional(),
  }),
  answer: z.array(ListedPipeline),
});

export const postRepoPipelines = defineOperation({
  id: 'postRepoPipelines',
  tag: 'Pipelines',
  summary: 'Starts a `manual` pipeline at the head of a branch',
  method: 'POST',
  path: '/repos/{repo_id}/pipelines',
  params: RepositoryParams,
  body: z.object({
    branch: z.string().min(1).max(250),
    variables: Variables.default({}),
  }),
  answer: Pipeline,
  errors: [409],
});

export const getRepoPipelinesLatest = defineOperation({
  id: 'getRepoPipelinesLatest',
  tag: 'Pipelines',
  summary: 'The newest pipeline of a push to a branch, the default one where none is given',
  method: 'GET',
  path: '/repos/{repo_id}/pipelines/latest',
  params: RepositoryParams,
  query: z.object({ branch: z.string().max(250).optional() }),
  answer: Pipeline,
});

export const getRepoPipeline = defineOperation({
  id: 'getRepoPipeline',
  tag: 'Pipelines',
  summary: 'One pipeline with workflows and steps',
  method: 'GET',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}',
  params: PipelineParams,
  answer: Pipeline,
});

/** Parameters of the operation itself; every other one is a variable for the steps (upstream server/api/pipeline.go). */
const RestartQuery = z
  .looseObject({
    event: z.literal('deployment', 'only a deployment may be asked for: leave `event` out to run the pipeline again').optional(),
    deploy_to: z.string().max(250).optional(),
    deploy_task: z.string().max(250).optional(),
    fork: z.string().optional(),
  })
  .transform(({ event, deploy_to: to = '', deploy_task: task = '', fork: _fork, ...variables }, context) => {
    const parsed = Variables.safeParse(variables);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
      return z.NEVER;
    }
    return { event, to, task, variables: parsed.data };
  });

/** With `event=deployment` it is a deployment of that commit, whose own filters then hold, where the repository allows it. */
export const postRepoPipeline = defineOperation({
  id: 'postRepoPipeline',
  tag: 'Pipelines',
  summary: 'Runs the same commit and files again, with the secrets of now, as a new pipeline',
  method: 'POST',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}',
  params: PipelineParams,
  query: RestartQuery,
  answer: Pipeline,
  errors: [409],
});

export const deleteRepoPipeline = defineOperation({
  id: 'deleteRepoPipeline',
  tag: 'Pipelines',
  summary: 'Removes a pipeline with its logs and artifacts; refused while it runs',
  method: 'DELETE',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}',
  params: PipelineParams,
  errors: [409],
});

export const postRepoPipelineCancel = defineOperation({
  id: 'postRepoPipelineCancel',
  tag: 'Pipelines',
  summary: 'Stops a pipeline',
  method: 'POST',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}/cancel',
  params: PipelineParams,
  errors: [409],
});

export const postRepoPipelineApprove = defineOperation({
  id: 'postRepoPipelineApprove',
  tag: 'Pipelines',
  summary: 'Lets a pipeline run that waits for approval, with the files that were read for it',
  method: 'POST',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}/approve',
  params: PipelineParams,
  answer: Pipeline,
  errors: [409],
});

export const postRepoPipelineDecline = defineOperation({
  id: 'postRepoPipelineDecline',
  tag: 'Pipelines',
  summary: 'A pipeline that waits for approval never runs',
  method: 'POST',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}/decline',
  params: PipelineParams,
  answer: Pipeline,
  errors: [409],
});

export const getRepoPipelineConfig = defineOperation({
  id: 'getRepoPipelineConfig',
  tag: 'Pipelines',
  summary: 'The files that a pipeline was compiled from',
  method: 'GET',
  path: '/repos/{repo_id}/pipelines/{pipeline_number}/config',
  params: PipelineParams,
  answer: goList(ConfigFile),
});
