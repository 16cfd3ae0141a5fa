import { RESERVED_PROJECTS } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** What the claim of a name meets: the name's present binding, and the repository's. */
export interface Claim {
  project: string;
  repositoryId: number;
  /** Binding of the name; null when it is free. `shown` is the repository's name where the caller may know it. */
  byName: { repositoryId: number; shown: string | null } | null;
  /** The name that the repository is bound to already; null when to none. */
  byRepository: string | null;
}

/** Whether the claim is new. Throws `conflict` when either side is bound otherwise; the first claim binds. */
export function judgeClaim({ project, repositoryId, byName, byRepository }: Claim): 'new' | 'bound' {
  if (RESERVED_PROJECTS.has(project))
    throw new MosaicError('invalid_input', `"${project}" is the name of a service; choose another project name in .mosaic.yaml.`);
  if (byName !== null && byName.repositoryId !== repositoryId)
    throw new MosaicError(
      'conflict',
      `The project name "${project}" is bound to ${byName.shown ?? 'another repository'}. Choose another name with "project:" in .mosaic.yaml.`,
    );
  if (byRepository !== null && byRepository !== project)
    throw new MosaicError(
      'conflict',
      `This repository is the project "${byRepository}" already; a repository has one project. Set "project: ${byRepository}" in .mosaic.yaml.`,
    );
  return byName === null ? 'new' : 'bound';
}
