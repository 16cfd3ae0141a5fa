import type { ToolInput, ToolName, TOOLS } from '@mosaic/contracts/mosaic';

import type { Names } from './places.ts';

/** For every tool that names something hidden: a call that would read or change it. */
export function toolInputs(names: Names, requestId: string): { [N in ToolName]?: ToolInput<(typeof TOOLS)[N]> } {
  const { project, sha, traceId, taskKey: key, deploymentId: id, pipeline: number, stepId } = names;
  const repository = `${names.owner}/${names.name}`;
  return {
    tony_project_get: { project },
    tony_project_create: { requestId, project: 'defaced', repository },
    forge_file_read: { repository, path: 'index.html' },
    forge_search: { repository, text: 'sesame' },
    forge_pull_request_list: { repository },
    forge_pull_request_get: { repository, number: 1 },
    forge_pull_request_open: { requestId, repository, head: 'defaced', title: 'defaced' },
    forge_pull_request_comment: { requestId, repository, number: 1, body: 'defaced' },
    forge_pull_request_merge: { requestId, repository, number: 1, headSha: sha },
    ci_pipeline_list: { repository },
    ci_pipeline_get: { repository, number },
    ci_pipeline_log: { repository, number, stepId },
    ci_pipeline_restart: { requestId, repository, number },
    deployment_request: {
      requestId,
      project,
      environment: 'production',
      repository,
      pipelineNumber: number,
      sha,
      branch: 'main',
      target: 'site',
      artifact: 'site',
      traceId,
    },
    deployment_get: { id },
    deployment_list: { project },
    deployment_report: { requestId, id, state: 'failed' },
    deployment_roll_back: { requestId, id },
    task_create: { requestId, project, repository, title: 'defaced', role: 'writer' },
    task_list: { project },
    task_get: { key },
    task_transcript: { key },
    task_claim: { requestId, key },
    task_heartbeat: { requestId, key, epoch: 1 },
    task_complete: { requestId, key, epoch: 1, outcome: 'failed' },
    task_release: { requestId, key, epoch: 1 },
    task_validate: { requestId, key, accepted: true },
    event_record: { requestId, type: 'dev.mosaic.run.finished', subject: repository, traceId, data: {} },
    journey_get: { id: sha },
    journey_list: { repository },
    tony_message_send: { requestId, project, text: 'defaced' },
    tony_message_list: { project },
    notification_send: {
      requestId,
      login: names.owner,
      title: 'defaced',
      url: 'http://localhost/',
      outcome: 'info',
      project,
      repository,
      traceId,
    },
  };
}

/** The tools that list; what is hidden must be in none of them. */
export const LIST_CALLS: { [N in ToolName]?: ToolInput<(typeof TOOLS)[N]> } = {
  tony_project_list: {},
  tony_agent_list: {},
  forge_repository_list: { limit: 50 },
  deployment_list: { limit: 200 },
  task_list: { limit: 200 },
  task_next: { roles: ['writer', 'triage', 'reviewer'] },
  event_read: { limit: 200 },
  journey_list: { limit: 200 },
  tony_message_list: { limit: 200 },
  inbox_list: { limit: 200 },
};
