import type { ToolName, TOOLS } from '@mosaic/contracts/mosaic';

import { ciPipelineGetTool } from './ci/get.ts';
import { ciPipelineListTool } from './ci/list.ts';
import { ciPipelineLogTool } from './ci/log.ts';
import { ciPipelineRestartTool } from './ci/restart.ts';
import { deploymentGetTool } from './deployment/get.ts';
import { deploymentListTool } from './deployment/list.ts';
import { deploymentReportTool } from './deployment/report.ts';
import { deploymentRequestTool } from './deployment/request.ts';
import { deploymentRollBackTool } from './deployment/roll-back.ts';
import { eventReadTool } from './event/read.ts';
import { eventRecordTool } from './event/record.ts';
import { forgeFileReadTool } from './forge/read-file.ts';
import { forgePullRequestCommentTool } from './pull-request/comment.ts';
import { forgePullRequestGetTool } from './pull-request/get.ts';
import { forgePullRequestListTool } from './pull-request/list.ts';
import { forgePullRequestMergeTool } from './pull-request/merge.ts';
import { forgePullRequestOpenTool } from './pull-request/open.ts';
import { forgeRepositoryListTool } from './forge/list-repositories.ts';
import { forgeSearchTool } from './forge/search.ts';
import { inboxListTool } from './inbox/list.ts';
import { inboxMarkTool } from './inbox/mark.ts';
import { journeyGetTool } from './journey/get.ts';
import { journeyListTool } from './journey/list.ts';
import { notificationSendTool } from './inbox/send.ts';
import { taskClaimTool } from './task/claim.ts';
import { taskCompleteTool } from './task/complete.ts';
import { taskCreateTool } from './task/create.ts';
import { taskGetTool } from './task/get.ts';
import { taskHeartbeatTool } from './task/heartbeat.ts';
import { taskListTool } from './task/list.ts';
import { taskNextTool } from './task/next.ts';
import { taskReleaseTool } from './task/release.ts';
import { taskTranscriptTool } from './task/transcript.ts';
import { taskValidateTool } from './task/validate.ts';
import { tonyAgentListTool } from './agent/list.ts';
import { tonyMessageListTool } from './message/list.ts';
import { tonyMessageSendTool } from './message/send.ts';
import { tonyProjectCreateTool } from './project/create.ts';
import { tonyProjectGetTool } from './project/get.ts';
import { tonyProjectListTool } from './project/list.ts';
import type { Tool } from '../calls/tool.ts';

/** Every tool of the contract, by hand; the type says when one is missing. */
export const TOOL_LIST = {
  tony_project_list: tonyProjectListTool,
  tony_project_get: tonyProjectGetTool,
  tony_project_create: tonyProjectCreateTool,
  tony_agent_list: tonyAgentListTool,
  forge_repository_list: forgeRepositoryListTool,
  forge_file_read: forgeFileReadTool,
  forge_search: forgeSearchTool,
  forge_pull_request_list: forgePullRequestListTool,
  forge_pull_request_get: forgePullRequestGetTool,
  forge_pull_request_open: forgePullRequestOpenTool,
  forge_pull_request_comment: forgePullRequestCommentTool,
  forge_pull_request_merge: forgePullRequestMergeTool,
  ci_pipeline_list: ciPipelineListTool,
  ci_pipeline_get: ciPipelineGetTool,
  ci_pipeline_log: ciPipelineLogTool,
  ci_pipeline_restart: ciPipelineRestartTool,
  deployment_request: deploymentRequestTool,
  deployment_list: deploymentListTool,
  deployment_get: deploymentGetTool,
  deployment_report: deploymentReportTool,
  deployment_roll_back: deploymentRollBackTool,
  task_create: taskCreateTool,
  task_list: taskListTool,
  task_get: taskGetTool,
  task_transcript: taskTranscriptTool,
  task_next: taskNextTool,
  task_claim: taskClaimTool,
  task_heartbeat: taskHeartbeatTool,
  task_complete: taskCompleteTool,
  task_release: taskReleaseTool,
  task_validate: taskValidateTool,
  event_read: eventReadTool,
  event_record: eventRecordTool,
  journey_get: journeyGetTool,
  journey_list: journeyListTool,
  tony_message_send: tonyMessageSendTool,
  tony_message_list: tonyMessageListTool,
  inbox_list: inboxListTool,
  inbox_mark: inboxMarkTool,
  notification_send: notificationSendTool,
} satisfies { [N in ToolName]: Tool<(typeof TOOLS)[N]> };
