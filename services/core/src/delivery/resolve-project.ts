import { Label, pagesOf, type Project, RESERVED_PROJECTS, tonyProjectCreate, tonyProjectList } from '@mosaic/contracts/mosaic';

import { splitRepository, type CallMcp } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';

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

export interface ProjectWish {
  /** `project:` of the file; undefined for the repository's name. */
  wanted: string | undefined;
  repository: string;
  requestId: string;
  /** Whether a free name is bound now. A repository that asks for nothing yet keeps its choice. */
  bind: boolean;
}

/** The repository's project: as its file says, as it is bound already, or by its own name. A name of another repository is refused. */
export async function resolveProject(mcp: CallMcp, { wanted, repository, requestId, bind }: ProjectWish): Promise<ResolvedProject> {
  const projects: Project[] = [];
  for await (const page of pagesOf((cursor) => mcp(tonyProjectList, { cursor }))) projects.push(...page.projects);
  const bound = projects.find((project) => project.repository.toLowerCase() === repository.toLowerCase());
  const name = wanted ?? bound?.name ?? defaultProjectName(repository);
  if (bound?.name === name) return { ok: true, project: name };
  if (projects.some((project) => project.name === name))
    return {
      ok: false,
      reason: `The project name "${name}" belongs to another repository. Set another one with "project:" in .mosaic.yaml.`,
    };
  if (!bind) return { ok: true, project: name };
  const created = await orReason(() => mcp(tonyProjectCreate, { requestId, project: name, repository }));
  return created.ok ? { ok: true, project: name } : { ok: false, reason: created.reason };
}
