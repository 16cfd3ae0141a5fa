import { unservedOf, type UnservedOperation } from '@mosaic/contracts/wire';

/**
 * Every operation of Woodpecker 3.17 below `/api`, by its chapter: as its description lists them (cmd/server/openapi), and those that only
 * its router has (server/router/api.go). Without those of a server that is being debugged.
 */
export const UPSTREAM_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  Agents: [
    'GET /agents',
    'POST /agents',
    'DELETE /agents/{agent_id}',
    'GET /agents/{agent_id}',
    'PATCH /agents/{agent_id}',
    'GET /agents/{agent_id}/tasks',
    'GET /orgs/{org_id}/agents',
    'POST /orgs/{org_id}/agents',
    'DELETE /orgs/{org_id}/agents/{agent_id}',
    'PATCH /orgs/{org_id}/agents/{agent_id}',
  ],
  Badges: [
    'GET /badges/{repo_id_or_owner}/cc.xml',
    'GET /badges/{repo_id_or_owner}/status.svg',
    'GET /badges/{repo_id_or_owner}/{repo_name}/cc.xml',
    'GET /badges/{repo_id_or_owner}/{repo_name}/status.svg',
  ],
  Events: ['GET /stream/events'],
  Forges: ['GET /forges', 'POST /forges', 'DELETE /forges/{forge_id}', 'GET /forges/{forge_id}', 'PATCH /forges/{forge_id}'],
  'Organization registries': [
    'GET /orgs/{org_id}/registries',
    'POST /orgs/{org_id}/registries',
    'DELETE /orgs/{org_id}/registries/{registry}',
    'GET /orgs/{org_id}/registries/{registry}',
    'PATCH /orgs/{org_id}/registries/{registry}',
  ],
  'Organization secrets': [
    'GET /orgs/{org_id}/secrets',
    'POST /orgs/{org_id}/secrets',
    'DELETE /orgs/{org_id}/secrets/{secret}',
    'GET /orgs/{org_id}/secrets/{secret}',
    'PATCH /orgs/{org_id}/secrets/{secret}',
  ],
  Orgs: ['GET /orgs', 'GET /orgs/lookup/{org_full_name}', 'DELETE /orgs/{org_id}', 'GET /orgs/{org_id}', 'GET /orgs/{org_id}/permissions'],
  'Pipeline logs': [
    'DELETE /repos/{repo_id}/logs/{pipeline_number}',
    'DELETE /repos/{repo_id}/logs/{pipeline_number}/{step_id}',
    'GET /repos/{repo_id}/logs/{pipeline_number}/{step_id}',
    'GET /stream/logs/{repo_id}/{pipeline}/{step_id}',
  ],
  'Pipeline queues': ['GET /pipelines', 'GET /queue/info', 'GET /queue/norunningpipelines', 'POST /queue/pause', 'POST /queue/resume'],
  Pipelines: [
    'GET /repos/{repo_id}/pipelines',
    'POST /repos/{repo_id}/pipelines',
    'DELETE /repos/{repo_id}/pipelines/{pipeline_number}',
    'GET /repos/{repo_id}/pipelines/{pipeline_number}',
    'POST /repos/{repo_id}/pipelines/{pipeline_number}',
    'POST /repos/{repo_id}/pipelines/{pipeline_number}/approve',
    'POST /repos/{repo_id}/pipelines/{pipeline_number}/cancel',
    'GET /repos/{repo_id}/pipelines/{pipeline_number}/config',
    'POST /repos/{repo_id}/pipelines/{pipeline_number}/decline',
    'GET /repos/{repo_id}/pipelines/{pipeline_number}/metadata',
  ],
  Registries: [
    'GET /registries',
    'POST /registries',
    'DELETE /registries/{registry}',
    'GET /registries/{registry}',
    'PATCH /registries/{registry}',
  ],
  Repositories: [
    'GET /repos',
    'POST /repos',
    'GET /repos/lookup/{repo_full_name}',
    'POST /repos/repair',
    'DELETE /repos/{repo_id}',
    'GET /repos/{repo_id}',
    'PATCH /repos/{repo_id}',
    'GET /repos/{repo_id}/branches',
    'POST /repos/{repo_id}/chown',
    'POST /repos/{repo_id}/move',
    'GET /repos/{repo_id}/permissions',
    'GET /repos/{repo_id}/pull_requests',
    'POST /repos/{repo_id}/repair',
  ],
  'Repository cron jobs': [
    'GET /repos/{repo_id}/cron',
    'POST /repos/{repo_id}/cron',
    'DELETE /repos/{repo_id}/cron/{cron}',
    'GET /repos/{repo_id}/cron/{cron}',
    'PATCH /repos/{repo_id}/cron/{cron}',
    'POST /repos/{repo_id}/cron/{cron}',
  ],
  'Repository registries': [
    'GET /repos/{repo_id}/registries',
    'POST /repos/{repo_id}/registries',
    'DELETE /repos/{repo_id}/registries/{registry}',
    'GET /repos/{repo_id}/registries/{registry}',
    'PATCH /repos/{repo_id}/registries/{registry}',
  ],
  'Repository secrets': [
    'GET /repos/{repo_id}/secrets',
    'POST /repos/{repo_id}/secrets',
    'DELETE /repos/{repo_id}/secrets/{secretName}',
    'GET /repos/{repo_id}/secrets/{secretName}',
    'PATCH /repos/{repo_id}/secrets/{secretName}',
  ],
  Secrets: ['GET /secrets', 'POST /secrets', 'DELETE /secrets/{secret}', 'GET /secrets/{secret}', 'PATCH /secrets/{secret}'],
  System: ['POST /hook', 'GET /log-level', 'POST /log-level', 'GET /signature/public-key'],
  User: ['GET /user', 'GET /user/feed', 'GET /user/repos', 'POST /user/repos/refresh', 'DELETE /user/token', 'POST /user/token'],
  Users: ['GET /users', 'POST /users', 'DELETE /users/{login}', 'GET /users/{login}', 'PATCH /users/{login}'],
};

/** Those of upstream's that are not among the served ones; names of parameters may differ. */
export const unservedOperations = (served: readonly { method: string; path: string }[]): UnservedOperation[] =>
  unservedOf(UPSTREAM_OPERATIONS, served);
