/** Roles of people, from the widest to the narrowest. */
export const PERSON_ROLES = ['administrator', 'developer', 'viewer'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

/** Roles of agents. What each may do stands with the resources of each service (services.ts). */
export const AGENT_ROLES = ['triage', 'reviewer', 'implementer', 'coordinator'] as const;
export type AgentRole = (typeof AGENT_ROLES)[number];

/** Roles of which every installation has an agent, whose login is its role. */
export const BUILT_IN_AGENTS = ['triage', 'reviewer'] as const satisfies readonly AgentRole[];
export type BuiltInAgent = (typeof BUILT_IN_AGENTS)[number];

/** What may be done with a resource; write implies read, admin implies both. */
export const ACTIONS = ['read', 'write', 'admin'] as const;
export type Action = (typeof ACTIONS)[number];
