/** Roles of people, from the widest to the narrowest. */
export const PERSON_ROLES = ['administrator', 'developer', 'viewer'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

/** A role of agents as data. What each may do stands with the resources of each service (services.ts). */
interface AgentRoleRow {
  /** What one of the platform's own agents of this role is given in a repository whose `.mosaic.yaml` names it. */
  readonly access: 'read' | 'write';
  /** Woken by a failure, it gets a second task when the branch passes again, to end what it began. */
  readonly hearsOfRecovery?: true;
}

const ROLES = {
  triage: { access: 'read', hearsOfRecovery: true },
  // A commit status is a write.
  reviewer: { access: 'write' },
  implementer: { access: 'write' },
  coordinator: { access: 'read' },
} as const satisfies Readonly<Record<string, AgentRoleRow>>;
export type AgentRole = keyof typeof ROLES;

/** Roles that an agent may bear. */
export const AGENT_ROLES: Readonly<Record<AgentRole, AgentRoleRow>> = ROLES;
export const AGENT_ROLE_NAMES = Object.keys(ROLES) as [AgentRole, ...AgentRole[]];

/** What may be done with a resource; write implies read, admin implies both. */
export const ACTIONS = ['read', 'write', 'admin'] as const;
export type Action = (typeof ACTIONS)[number];
