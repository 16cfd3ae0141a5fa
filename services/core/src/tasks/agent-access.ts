import { repoAddCollaborator, repoGetRepoPermissions, type GiteaClient } from '@mosaic/contracts/gitea';

import { splitRepository } from '../neighbours.ts';

type Level = 'read' | 'write';

/** What each role needs in a repository: triage reads and opens issues, the reviewer sets commit statuses. */
const NEEDED: Readonly<Record<string, Level>> = { triage: 'read', reviewer: 'write' };
const RANK: Readonly<Record<string, number>> = { none: 0, read: 1, write: 2, admin: 3, owner: 4 };

/**
 * Lets a built-in agent (its login is its role) into a repository whose `.mosaic.yaml` names it. Its token's grants stay the
 * ceiling: the reviewer's does not push. Never lowers what is there; a public repository needs no entry to be read.
 */
export async function ensureAgentAccess(
  forge: GiteaClient,
  repository: string,
  { role, isPrivate }: { role: string; isPrivate: boolean },
): Promise<void> {
  const needed = NEEDED[role] ?? 'read';
  if (needed === 'read' && !isPrivate) return;
  const [owner, name] = splitRepository(repository);
  const access = { owner, repo: name, collaborator: role };
  const has = (await forge.callOrNull(repoGetRepoPermissions, access))?.permission ?? 'none';
  if ((RANK[has] ?? 0) >= (RANK[needed] ?? 0)) return;
  await forge.call(repoAddCollaborator, { ...access, body: { permission: needed } });
}
