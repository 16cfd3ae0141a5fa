import { isBranchName, isRefName, isZeroId, splitRefName } from '@mosaic/engines/git';

import type { Repository } from '../repositories/repository.ts';
import type { Command } from './push.ts';

/** Namespaces that the server writes itself. */
const OWN_NAMESPACES = ['refs/pull/', 'refs/mosaic/', 'refs/for/'];

/** Why a command is refused before git runs; null when it may go on. Rules that need no objects (forge contract 6.5). */
export function refusalOf(repository: Pick<Repository, 'archived' | 'defaultBranch'>, command: Command): string | null {
  if (!command.ref.isWellFormed()) return 'its name is not UTF-8; rename it';
  if (!isRefName(command.ref) || !command.ref.startsWith('refs/')) return 'its name is not a valid ref; rename it';
  if (repository.archived) return 'the repository is archived and takes no pushes';
  if (OWN_NAMESPACES.some((namespace) => command.ref.startsWith(namespace))) return `${command.ref} belongs to the server`;
  const { kind, name } = splitRefName(command.ref);
  if (kind === 'branch' && isZeroId(command.after) && name === repository.defaultBranch)
    return `${name} is the default branch; make another one the default before you delete it`;
  // git's own rule for making one; what is there already may move and go.
  if (kind !== 'other' && isZeroId(command.before) && !isBranchName(name))
    return `${name} cannot name a ${kind}; git would read it as something else`;
  return null;
}
