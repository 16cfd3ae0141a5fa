import { Label, RESERVED_PROJECTS, ToolError } from '@mosaic/contracts/mosaic';

import { splitRepository, type CallMcp } from '../neighbours.ts';
import { orReason } from '../runs/lasting-fault.ts';

export type ResolvedProject = { ok: true; project: string } | { ok: false; reason: string };

/** The project name that a repository gets when its file names none. */
export function defaultProjectName(repository: string): string {
  const [, name] = splitRepository(repository);
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28)
    .replace(/-+$/, '');
  const valid = Label.safeParse(label).success ? label : 'project';
  return RESERVED_PROJECTS.has(valid) ? `${valid}-project`.slice(0, 28) : valid;
}

/** Binds the name to the repository, or finds it bound; a name that another repository has is refused. */
export async function resolveProject(
  mcp: CallMcp,
  { wanted, repository, requestId }: { wanted: string; repository: string; requestId: string },
): Promise<ResolvedProject> {
  const taken = {
    ok: false,
    reason: `The project name "${wanted}" belongs to another repository. Set another one with "project:" in .mosaic.yaml.`,
  } as const;
  const found = await mcp('tony_project_get', { project: wanted }).catch((error: unknown) => {
    if (error instanceof ToolError && error.code === 'not_found') return null;
    throw error;
  });
  if (found !== null) return found.project.repository.toLowerCase() === repository.toLowerCase() ? { ok: true, project: wanted } : taken;
  const created = await orReason(() => mcp('tony_project_create', { requestId, project: wanted, repository }));
  if (created.ok) return { ok: true, project: wanted };
  return { ok: false, reason: created.reason };
}
