import type { Grant, Role } from '@mosaic/contracts/mosaic';

const all = (service: string, resources: readonly string[], action: 'read' | 'write' | 'admin'): Grant[] =>
  resources.map((resource) => `${service}:${resource}:${action}`);

const FORGE = ['repository', 'issue', 'status', 'hook', 'user'] as const;
const CI = ['repository', 'pipeline', 'secret'] as const;
const MCP = ['project', 'agent', 'repository', 'pipeline', 'deployment', 'task', 'event', 'message', 'inbox'] as const;

const AGENT_READS: readonly Grant[] = [
  'forge:repository:read',
  'ci:pipeline:read',
  ...all('mcp', ['project', 'agent', 'repository', 'pipeline', 'deployment', 'event', 'inbox'], 'read'),
  ...all('mcp', ['task', 'message'], 'write'),
];

/** The most that a token or session of each role carries. What one object allows (owner, collaborator) is its service's own policy. */
const BY_ROLE: Record<Exclude<Role, 'service'>, readonly Grant[]> = {
  administrator: ['*:*:*'],
  developer: [
    ...all('forge', FORGE, 'admin'),
    ...all('ci', CI, 'admin'),
    ...all('mcp', MCP, 'write'),
    'accounts:principal:read',
    'accounts:token:write',
  ],
  viewer: [
    ...all('forge', FORGE, 'read'),
    ...all('ci', CI, 'read'),
    ...all('mcp', MCP, 'read'),
    'mcp:inbox:write',
    'accounts:principal:read',
    'accounts:token:write',
  ],
  triage: [...AGENT_READS, 'forge:issue:write'],
  reviewer: [...AGENT_READS, 'forge:issue:read', 'forge:status:write'],
  implementer: [...AGENT_READS, 'forge:repository:write', 'forge:issue:write'],
  coordinator: [...AGENT_READS, 'forge:issue:write', 'mcp:project:write', 'mcp:deployment:write'],
};

const ASKS_ACCOUNTS: readonly Grant[] = ['accounts:introspect:read', 'accounts:principal:read'];

/** The platform's own service accounts and what each needs of its neighbours. */
const BY_SERVICE: Readonly<Record<string, readonly Grant[]>> = {
  'mosaic-accounts': all('forge', ['feed'], 'admin').concat('ci:feed:admin', 'mcp:feed:admin'),
  'mosaic-forge': [...ASKS_ACCOUNTS, 'accounts:token:write'],
  'mosaic-ci': [...ASKS_ACCOUNTS, 'accounts:token:write', ...all('forge', FORGE, 'admin'), 'forge:sudo:admin', 'mcp:deployment:read'],
  'mosaic-mcp': [
    ...ASKS_ACCOUNTS,
    'accounts:feed:admin',
    'accounts:system:read',
    ...all('forge', [...FORGE, 'sudo', 'feed'], 'admin'),
    ...all('ci', [...CI, 'sudo', 'feed'], 'admin'),
  ],
  'mosaic-core': [
    ...ASKS_ACCOUNTS,
    ...all('forge', [...FORGE, 'sudo', 'feed'], 'admin'),
    ...all('ci', [...CI, 'sudo', 'feed'], 'admin'),
    ...all('mcp', [...MCP, 'feed'], 'admin'),
  ],
  'mosaic-tony': [
    ...ASKS_ACCOUNTS,
    ...all('forge', [...FORGE, 'sudo'], 'admin'),
    ...all('ci', [...CI, 'sudo'], 'admin'),
    ...all('mcp', [...MCP, 'feed'], 'admin'),
  ],
  'mosaic-edge': [...ASKS_ACCOUNTS],
};

/** Logins of the platform's own service accounts. */
export const SERVICE_LOGINS: readonly string[] = Object.keys(BY_SERVICE);

/** The ceiling of a principal; a service account that is not ours carries nothing. */
export function ceilingOf(principal: { role: Role; login: string }): readonly Grant[] {
  return principal.role === 'service' ? (BY_SERVICE[principal.login] ?? []) : BY_ROLE[principal.role];
}
