import type { Action, AgentRole, PersonRole } from './roles.ts';

/**
 * The most that each role may do with one resource; `agent` is every agent role that is not named. A role without an entry may do
 * nothing with it. Administrators may do everything; what one object allows (owner, collaborator) is its service's own policy.
 */
type Resource = Readonly<Partial<Record<Exclude<PersonRole, 'administrator'> | AgentRole | 'agent', Action>>>;

/** A service as data. What lists services anywhere is derived from these rows (service-lists.ts, grants.ts, ceilings.ts). */
interface ServiceRow {
  /** Ports by the listener's name; `--port-base` is added to each. */
  readonly listeners: Readonly<Record<string, number>>;
  /** The listener at which tokens are presented; null where none are. A door that bears the service's own name is one that neighbours call. */
  readonly door: string | null;
  /** Labels before the installation's host name under which the edge leads to the door. */
  readonly hosts: readonly string[];
  /** Where the front door leads to it: everything below a path, or one path alone. */
  readonly gateway: `/-/${string}` | null;
  /** Who follows its `/-/events`: the audit alone, or the MCP server too, which takes them as facts. Null where it serves none. */
  readonly feed: 'audit' | 'facts' | null;
  /** Which feeds it follows itself; the grants for them come with it. */
  readonly follows?: 'audit' | 'facts';
  /** Neighbours that are started before it and without which it does only part of its work. */
  readonly needs: readonly string[];
  /** Without it nobody could sign in or come in: when it cannot start, the stack does not. */
  readonly essential?: true;
  /** The way in: started when all others have been, so that nobody comes in before. */
  readonly wayIn?: true;
  /** What grants for it speak of. */
  readonly resources: Readonly<Record<string, Resource>>;
  /** Grants of its own login, `mosaic-<name>`: what it needs of its neighbours. */
  readonly carries: readonly string[];
  /** What the page of tokens offers for it. */
  readonly offer?: { readonly label: string; readonly grants: readonly string[] };
}

const FORGE = {
  repository: { developer: 'admin', viewer: 'read', agent: 'read', implementer: 'write' },
  issue: { developer: 'admin', viewer: 'read', triage: 'write', reviewer: 'read', implementer: 'write', coordinator: 'write' },
  status: { developer: 'admin', viewer: 'read', reviewer: 'write' },
  hook: { developer: 'admin', viewer: 'read' },
  user: { developer: 'admin', viewer: 'read' },
  organization: { developer: 'admin', viewer: 'read' },
  sudo: {},
} as const;

const CI = {
  repository: { developer: 'admin', viewer: 'read' },
  pipeline: { developer: 'admin', viewer: 'read', agent: 'read' },
  secret: { developer: 'admin', viewer: 'read' },
} as const;

const MCP = {
  project: { developer: 'write', viewer: 'read', agent: 'read', coordinator: 'write' },
  agent: { developer: 'write', viewer: 'read', agent: 'read' },
  repository: { developer: 'write', viewer: 'read', agent: 'read', implementer: 'write' },
  pipeline: { developer: 'write', viewer: 'read', agent: 'read' },
  deployment: { developer: 'write', viewer: 'read', agent: 'read', coordinator: 'write' },
  task: { developer: 'write', viewer: 'read', agent: 'write' },
  /** Taking a task; what is done under its lease is `task`. */
  claim: { developer: 'write', viewer: 'read', agent: 'write' },
  event: { developer: 'write', viewer: 'read', agent: 'read' },
  message: { developer: 'write', viewer: 'read', agent: 'write' },
  inbox: { developer: 'write', viewer: 'write', agent: 'read' },
} as const;

const ASKS_ACCOUNTS = ['accounts:introspect:read', 'accounts:principal:read'] as const;

export const SERVICES = {
  accounts: {
    listeners: { accounts: 8090 },
    door: 'accounts',
    hosts: ['accounts'],
    gateway: null,
    feed: 'audit',
    follows: 'audit',
    needs: [],
    essential: true,
    resources: {
      principal: { developer: 'read', viewer: 'read' },
      token: { developer: 'write', viewer: 'write' },
      /** Applications that sign people in through us (OAuth2), and whom one has let in. */
      application: { developer: 'write', viewer: 'write' },
      attempt: {},
      introspect: {},
      audit: {},
      system: {},
      control: {},
      feed: {},
      metrics: {},
    },
    carries: [],
  },
  forge: {
    listeners: { forge: 3000, ssh: 2222 },
    door: 'forge',
    hosts: ['git', 'forge'],
    gateway: '/-/forge/*',
    feed: 'facts',
    needs: ['accounts'],
    resources: { ...FORGE, feed: {}, metrics: {} },
    carries: [...ASKS_ACCOUNTS, 'accounts:token:write', 'accounts:application:admin'],
    offer: { label: 'git and the repository API', grants: ['forge:repository:write', 'forge:issue:write', 'forge:status:write'] },
  },
  ci: {
    listeners: { ci: 8000 },
    door: 'ci',
    hosts: ['ci'],
    gateway: '/-/ci/*',
    feed: 'facts',
    needs: ['accounts', 'forge'],
    resources: { ...CI, feed: {}, metrics: {} },
    carries: [...ASKS_ACCOUNTS, 'accounts:feed:admin', 'accounts:token:write', ...administering('forge', FORGE), 'mcp:deployment:read'],
    offer: { label: 'pipelines', grants: ['ci:repository:read', 'ci:pipeline:write'] },
  },
  mcp: {
    listeners: { mcp: 3456 },
    door: 'mcp',
    hosts: ['mcp'],
    gateway: '/-/mcp',
    feed: 'audit',
    follows: 'facts',
    needs: ['accounts', 'forge', 'ci'],
    resources: { ...MCP, feed: {}, metrics: {} },
    carries: [
      ...ASKS_ACCOUNTS,
      'accounts:attempt:write',
      'accounts:feed:admin',
      'accounts:system:read',
      ...administering('forge', FORGE),
      ...administering('ci', CI),
    ],
    offer: {
      label: 'an agent over MCP',
      grants: [
        'mcp:project:read',
        'mcp:agent:read',
        'mcp:repository:write',
        'mcp:pipeline:write',
        'mcp:deployment:write',
        'mcp:task:write',
        'mcp:claim:write',
        'mcp:event:read',
        'mcp:message:write',
        'mcp:inbox:write',
      ],
    },
  },
  core: {
    listeners: { sites: 8091 },
    door: 'sites',
    hosts: [],
    gateway: null,
    feed: null,
    needs: ['accounts', 'forge', 'ci', 'mcp'],
    resources: { metrics: {} },
    carries: [
      ...ASKS_ACCOUNTS,
      ...administering('forge', { ...FORGE, feed: {} }),
      ...administering('ci', { ...CI, feed: {} }),
      ...administering('mcp', { ...MCP, feed: {} }),
    ],
  },
  tony: {
    listeners: {},
    door: null,
    hosts: [],
    gateway: null,
    feed: null,
    needs: ['accounts', 'forge', 'mcp'],
    resources: {},
    // What it tells people. Its agents work with tokens of their own.
    carries: [...ASKS_ACCOUNTS, 'mcp:feed:admin', 'mcp:event:read', 'mcp:inbox:admin'],
  },
  edge: {
    listeners: { edge: 8080, edgeApi: 8181 },
    door: null,
    hosts: [],
    gateway: null,
    feed: null,
    needs: [],
    essential: true,
    wayIn: true,
    resources: {},
    carries: ASKS_ACCOUNTS,
  },
} as const satisfies Readonly<Record<string, ServiceRow>>;

/** The widest grant for each of a service's resources. */
function administering<S extends string, R extends string>(service: S, resources: Readonly<Record<R, Resource>>) {
  return (Object.keys(resources) as R[]).map((resource): `${S}:${R}:admin` => `${service}:${resource}:admin`);
}
