import { repoAddCollaborator, repoGetRepoPermissions } from '@mosaic/contracts/gitea';
import { AGENT_ROLES, type AgentProfile, listAgents, type NativeCalls } from '@mosaic/contracts/mosaic';

import { splitRepository, type Neighbours } from '../neighbours.ts';

const RANK: Readonly<Record<string, number>> = { none: 0, read: 1, write: 2, admin: 3, owner: 4 };

/** Agents that may be given work. */
export async function activeAgents(accounts: NativeCalls): Promise<AgentProfile[]> {
  return (await accounts.call(listAgents, {})).filter(({ state }) => state === 'active');
}

/**
 * Lets the platform's own agents of a role into a repository whose `.mosaic.yaml` names it; one that somebody made is for the
 * owner to let in. Its tokens' grants stay the ceiling: the reviewer's do not push. Never lowers what is there; a public
 * repository needs no entry to be read.
 */
export async function ensureAgentAccess(
  { forge, accounts }: Pick<Neighbours, 'forge' | 'accounts'>,
  repository: string,
  { role, isPrivate }: { role: string; isPrivate: boolean },
): Promise<void> {
  const [owner, name] = splitRepository(repository);
  for (const agent of (await activeAgents(accounts)).filter((other) => other.builtIn && other.role === role)) {
    const { access: needed } = AGENT_ROLES[agent.role as keyof typeof AGENT_ROLES];
    if (needed === 'read' && !isPrivate) continue;
    const access = { owner, repo: name, collaborator: agent.login };
    const has = (await forge.callOrNull(repoGetRepoPermissions, access))?.permission ?? 'none';
    if ((RANK[has] ?? 0) < (RANK[needed] ?? 0)) await forge.call(repoAddCollaborator, { ...access, body: { permission: needed } });
  }
}
