import { tonyAgentList } from './tools/agent.ts';
import { ciPipelineList, ciPipelineGet, ciPipelineLog, ciPipelineRestart } from './tools/ci.ts';
import type { ToolDatum } from './tools/define-tool.ts';
import { deploymentRequest, deploymentList, deploymentGet, deploymentReport, deploymentRollBack } from './tools/deployment.ts';
import { eventRead, eventRecord } from './tools/event.ts';
import { forgeRepositoryList, forgeFileRead, forgeSearch } from './tools/forge.ts';
import { inboxList, inboxMark, notificationSend } from './tools/inbox.ts';
import { journeyGet, journeyList } from './tools/journey.ts';
import { tonyMessageSend, tonyMessageList } from './tools/message.ts';
import { tonyProjectList, tonyProjectGet, tonyProjectCreate } from './tools/project.ts';
import {
  forgePullRequestList,
  forgePullRequestGet,
  forgePullRequestOpen,
  forgePullRequestComment,
  forgePullRequestMerge,
} from './tools/pull-request.ts';
import {
  taskCreate,
  taskList,
  taskGet,
  taskNext,
  taskClaim,
  taskHeartbeat,
  taskComplete,
  taskRelease,
  taskTranscript,
  taskValidate,
} from './tools/task.ts';

/** Every tool of the MCP server by its name, in the order that tools/list shows. */
export const TOOLS = byName([
  tonyProjectList,
  tonyProjectGet,
  tonyProjectCreate,
  tonyAgentList,
  forgeRepositoryList,
  forgeFileRead,
  forgeSearch,
  forgePullRequestList,
  forgePullRequestGet,
  forgePullRequestOpen,
  forgePullRequestComment,
  forgePullRequestMerge,
  ciPipelineList,
  ciPipelineGet,
  ciPipelineLog,
  ciPipelineRestart,
  deploymentRequest,
  deploymentList,
  deploymentGet,
  deploymentReport,
  deploymentRollBack,
  taskCreate,
  taskList,
  taskGet,
  taskTranscript,
  taskNext,
  taskClaim,
  taskHeartbeat,
  taskComplete,
  taskRelease,
  taskValidate,
  eventRead,
  eventRecord,
  journeyGet,
  journeyList,
  tonyMessageSend,
  tonyMessageList,
  inboxList,
  inboxMark,
  notificationSend,
]);

export type ToolName = keyof typeof TOOLS;

function byName<const L extends readonly ToolDatum[]>(tools: L): { readonly [D in L[number] as D['name']]: D } {
  return Object.fromEntries(tools.map((tool) => [tool.name, tool])) as { readonly [D in L[number] as D['name']]: D };
}
