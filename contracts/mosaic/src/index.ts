export { AGENT_RUNTIMES, type AgentRuntimeName, type HostedRuntimeName } from './agent-runtimes.ts';
export { createCiExtrasClient, type CiExtrasClient } from './ci-extras.ts';
export {
  ControlLink,
  NewControlLink,
  Replay,
  SiteDrop,
  StackInfo,
  createControlClient,
  redeemLink,
  type ControlClient,
} from './control-api.ts';
export { ceilingOf } from './ceilings.ts';
export { ERROR_CODES, type ErrorCode } from './error-codes.ts';
export { EventPage, EventRecord } from './event-record.ts';
export { EVENTS, eventData, type EventData, type EventType } from './events.ts';
export * from './events/audit.ts';
export * from './events/commit-status.ts';
export * from './events/deployment.ts';
export * from './events/inbox.ts';
export * from './events/issue.ts';
export * from './events/pipeline-run.ts';
export * from './events/principal.ts';
export * from './events/project.ts';
export * from './events/pull-request.ts';
export * from './events/ref.ts';
export * from './events/release.ts';
export * from './events/repository.ts';
export * from './events/run.ts';
export * from './events/session.ts';
export * from './events/task.ts';
export * from './events/token.ts';
export * from './events/webhook.ts';
export type { EventDatum } from './events/define-event.ts';
export { covers, coversAll, grantsWithin, meetGrants, PERMISSIONS, type Permission, type WidePermission } from './grants.ts';
export { MCP_REVISION, pagesOf, TOOL_ERROR_KEY, ToolError, ToolFailure, callTool, type CallOptions } from './mcp-client.ts';
export { nativeCalls, type NativeCalls } from './native-calls.ts';
export { ACCOUNTS_REQUIREMENTS, FORGE_REQUIREMENTS, type AccountsRequirement, type ForgeRequirement } from './requirements.ts';
export { NATIVE_DESCRIPTION_PATH, describeNative } from './native-description.ts';
export * from './operations/agents.ts';
export * from './operations/attempts.ts';
export * from './operations/audit.ts';
export * from './operations/ci.ts';
export * from './operations/feed.ts';
export * from './operations/forge.ts';
export * from './operations/oauth.ts';
export * from './operations/principals.ts';
export * from './operations/sessions.ts';
export * from './operations/system.ts';
export * from './operations/tokens.ts';
export { Door, Grant, Introspection, Login, PrincipalKind, RESERVED_NAMES, Role } from './principal.ts';
export { Problem } from './problem.ts';
export { bodyParts, suggestionsOf, SUGGESTION_REACH_MAX, type BodyPart, type Suggestion } from './suggestions.ts';
export { TargetName } from './target-name.ts';
export { TokenHash } from './token-hash.ts';
export { Label, ProjectFile, RESERVED_PROJECTS } from './project-file.ts';
export { AGENT_ROLE_NAMES, AGENT_ROLES, PERSON_ROLES, type Action, type AgentRole } from './roles.ts';
export {
  FACT_SOURCES,
  FEEDS,
  gatewayOf,
  isEssential,
  loginOf,
  NEIGHBOURS,
  OPEN_DOORS,
  portsOf,
  SERVICE_NAMES,
  START_STEPS,
  UPSTREAMS,
  type FactSource,
  type FeedName,
  type ListenerName,
  type NeighbourName,
  type OpenDoor,
  type Ports,
  type ServiceName,
  type UpstreamName,
} from './service-lists.ts';
export { SERVICES } from './services.ts';
export { SITE_ENTER_PATH, siteOfHost, siteUrl } from './site-url.ts';
export { TOOLS, type ToolName } from './tools.ts';
export * from './tools/agent.ts';
export * from './tools/ci.ts';
export * from './tools/deployment.ts';
export * from './tools/event.ts';
export * from './tools/forge.ts';
export * from './tools/inbox.ts';
export * from './tools/journey.ts';
export * from './tools/message.ts';
export * from './tools/project.ts';
export * from './tools/pull-request.ts';
export * from './tools/task.ts';
export type { ToolArguments, ToolDatum, ToolInput, ToolOutput } from './tools/define-tool.ts';
