import { Login } from '@mosaic/contracts/mosaic';
import { isRepositoryName } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

/** Whether a repository can be called so: its owner as accounts calls people, itself as Gitea's rule has it. What cannot be is not there. */
export function isRepositoryAddress(owner: string, name: string): boolean {
  return isRepositoryName(name) && Login.safeParse(owner).success;
}

/** The one rule for what a repository is made or renamed to. @throws MosaicError `invalid_input`. */
export function requireRepositoryName(name: string): void {
  if (!isRepositoryName(name))
    throw new MosaicError('invalid_input', `"${name.slice(0, 100)}" cannot name a repository: use letters, digits, ".", "_" or "-".`);
}

/** What two of one owner with the same name, in any case, are told. */
export function nameTaken(name: string, code: 'conflict' | 'invalid_input'): MosaicError {
  return new MosaicError(code, `You have a repository named "${name}" already; choose another name.`);
}
