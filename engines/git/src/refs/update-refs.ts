import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId, isZeroId } from '../names/object-id.ts';
import { isBranchName, isRefName } from '../names/ref-name.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** A move of one ref; an all-zero id means that the ref does not exist before or after. */
export interface RefChange {
  ref: string;
  oldId: string;
  newId: string;
}

export interface UpdateRefsOptions {
  /** Reason in the reflog, e.g. "contents: update README.md". */
  message?: string;
  reflogIdentity?: { name: string; email: string } | undefined;
}

/**
 * Moves refs all together or not at all, each only from its expected old value.
 * @throws MosaicError `conflict` when a ref to be created exists or a name collides, `precondition_failed` when a ref has moved
 * meanwhile, `invalid_input` for a name or id.
 */
export async function updateRefs(repository: Repository, changes: readonly RefChange[], options: UpdateRefsOptions = {}): Promise<void> {
  const input = changes.map(instruction).join('');
  const identity = options.reflogIdentity;
  const { exitCode, stderr } = await run(['update-ref', '-m', (options.message ?? 'update').replace(/[\r\n]+/g, ' '), '--stdin', '-z'], {
    gitDir: repository.gitDir,
    input,
    okExitCodes: [0, 1, 128],
    ...(identity === undefined ? {} : { env: { GIT_COMMITTER_NAME: identity.name, GIT_COMMITTER_EMAIL: identity.email } }),
  });
  if (exitCode !== 0) throw refusal(stderr);
}

function instruction({ ref, oldId, newId }: RefChange): string {
  if (!isRefName(ref) || !ref.startsWith('refs/'))
    throw new MosaicError('invalid_input', `${JSON.stringify(ref.slice(0, 200))} is not a valid ref.`);
  if (!isObjectId(oldId) || !isObjectId(newId)) throw new MosaicError('invalid_input', 'A ref can only be moved between full object ids.');
  if (isZeroId(newId)) return `delete ${ref}\0${oldId}\0`;
  return isZeroId(oldId) ? `create ${ref}\0${newId}\0` : `update ${ref}\0${newId}\0${oldId}\0`;
}

function refusal(stderr: string): MosaicError {
  const cause = new Error(stderr);
  if (/reference already exists|cannot lock ref '[^']*': '[^']*' exists|cannot create/i.test(stderr)) {
    return new MosaicError('conflict', 'A branch or tag with that name, or one that collides with it, exists already.', { cause });
  }
  if (/but expected|unable to resolve reference|Unable to create .*\.lock|reference is missing/i.test(stderr)) {
    return new MosaicError('precondition_failed', 'The branch has moved since it was read; read it again and retry.', { cause });
  }
  if (/nonexistent object|not a valid|Cannot update ref|trying to write non-commit/i.test(stderr)) {
    return new MosaicError('invalid_input', 'The branch can only point at a commit that the repository holds.', { cause });
  }
  if (/No space left on device/i.test(stderr))
    return new MosaicError('insufficient_storage', 'The disk is full; free some space and try again.', { cause });
  return new MosaicError('internal', `git update-ref failed: ${stderr.slice(0, 500)}`);
}

/** Makes a branch at a commit. @throws as {@link updateRefs}. */
export async function createBranch(repository: Repository, name: string, commitId: string): Promise<void> {
  await updateRefs(repository, [{ ref: branchRef(name), oldId: '0'.repeat(commitId.length), newId: commitId }], {
    message: 'branch: created',
  });
}

/** Deletes a branch that still points where the caller saw it. @throws as {@link updateRefs}. */
export async function deleteBranch(repository: Repository, name: string, expectedId: string): Promise<void> {
  await updateRefs(repository, [{ ref: branchRef(name), oldId: expectedId, newId: '0'.repeat(expectedId.length) }], {
    message: 'branch: deleted',
  });
}

/** "main" → "refs/heads/main". @throws MosaicError `invalid_input`. */
export function branchRef(name: string): string {
  if (!isBranchName(name)) throw new MosaicError('invalid_input', `${JSON.stringify(name.slice(0, 200))} cannot name a branch.`);
  return `refs/heads/${name}`;
}
