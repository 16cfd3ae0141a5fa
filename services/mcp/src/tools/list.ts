import type { ToolName } from '@mosaic/contracts/mosaic';

import { ciPipelineGet } from './ci-pipeline-get.ts';
import { ciPipelineList } from './ci-pipeline-list.ts';
import { ciPipelineLog } from './ci-pipeline-log.ts';
import { ciPipelineRestart } from './ci-pipeline-restart.ts';
import { deploymentGet } from './deployment-get.ts';
import { deploymentList } from './deployment-list.ts';
import { deploymentReport } from './deployment-report.ts';
import { deploymentRequest } from './deployment-request.ts';
import { deploymentRollBack } from './deployment-roll-back.ts';
import { eventRead } from './event-read.ts';
import { eventRecord } from './event-record.ts';
import { forgeFileRead } from './forge-file-read.ts';
import { forgeRepositoryList } from './forge-repository-list.ts';
import { forgeSearch } from './forge-search.ts';
import { inboxList } from './inbox-list.ts';
import { inboxMark } from './inbox-mark.ts';
import { journeyGet } from './journey-get.ts';
import { journeyList } from './journey-list.ts';
import { notificationSend } from './notification-send.ts';
import { taskClaim } from './task-claim.ts';
import { taskComplete } from './task-complete.ts';
import { taskCreate } from './task-create.ts';
import { taskGet } from './task-get.ts';
import { taskHeartbeat } from './task-heartbeat.ts';
import { taskList } from './task-list.ts';
import { taskNext } from './task-next.ts';
import { taskRelease } from './task-release.ts';
import { taskValidate } from './task-validate.ts';
import { tonyAgentList } from './tony-agent-list.ts';
import { tonyMessageList } from './tony-message-list.ts';
import { tonyMessageSend } from './tony-message-send.ts';
import { tonyProjectCreate } from './tony-project-create.ts';
import { tonyProjectGet } from './tony-project-get.ts';
import { tonyProjectList } from './tony-project-list.ts';
import type { Tool } from './tool.ts';

/** Every tool of the contract, by hand; the type says when one is missing. */
export const TOOL_LIST = {
  tony_project_list: tonyProjectList,
  tony_project_get: tonyProjectGet,
  tony_project_create: tonyProjectCreate,
  tony_agent_list: tonyAgentList,
  forge_repository_list: forgeRepositoryList,
  forge_file_read: forgeFileRead,
  forge_search: forgeSearch,
  ci_pipeline_list: ciPipelineList,
  ci_pipeline_get: ciPipelineGet,
  ci_pipeline_log: ciPipelineLog,
  ci_pipeline_restart: ciPipelineRestart,
  deployment_request: deploymentRequest,
  deployment_list: deploymentList,
  deployment_get: deploymentGet,
  deployment_report: deploymentReport,
  deployment_roll_back: deploymentRollBack,
  task_create: taskCreate,
  task_list: taskList,
  task_get: taskGet,
  task_next: taskNext,
  task_claim: taskClaim,
  task_heartbeat: taskHeartbeat,
  task_complete: taskComplete,
  task_release: taskRelease,
  task_validate: taskValidate,
  event_read: eventRead,
  event_record: eventRecord,
  journey_get: journeyGet,
  journey_list: journeyList,
  tony_message_send: tonyMessageSend,
  tony_message_list: tonyMessageList,
  inbox_list: inboxList,
  inbox_mark: inboxMark,
  notification_send: notificationSend,
} satisfies { [N in ToolName]: Tool<N> };
