import { randomUUID } from 'node:crypto';
import { access, appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { isBranchName } from '../names/ref-name.ts';
import { run } from '../process/run.ts';

/**
 * Settings of every repository. Fetch: partial clone, and fetch by id, which CI clones use (as Gitea sets them).
 * Push: options, checked objects, small pushes loose. Packs: bitmaps (clones count 6 × faster); memory and threads are bounded in environment.ts.
 */
const CONFIG = `[core]
	logAllRefUpdates = always
	commitGraph = true
	quotePath = false
	hooksPath = /dev/null
[gc]
	auto = 0
	writeCommitGraph = true
[fetch]
	writeCommitGraph = true
[receive]
	advertisePushOptions = true
	autogc = false
	fsckObjects = true
	denyCurrentBranch = ignore
	denyDeleteCurrent = warn
[receive "fsck"]
	zeroPaddedFilemode = ignore
	badTimezone = ignore
	missingSpaceBeforeDate = ignore
	missingNameBeforeEmail = ignore
	missingSpaceBeforeEmail = ignore
	missingTaggerEntry = ignore
[transfer]
	unpackLimit = 20
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[repack]
	writeBitmaps = true
[pack]
	writeBitmapHashCache = true
[core]
	bigFileThreshold = 64m
`;

export interface NewBareRepository {
  defaultBranch: string;
  /** Fills the folder before it appears under its path. */
  fill?: ((gitDir: string) => Promise<void>) | undefined;
}

/**
 * Makes a bare repository, empty or filled. It appears under its path complete or not at all; no hooks are installed.
 * @throws MosaicError `conflict` when something is there already, `invalid_input` for the branch's name.
 */
export async function createBareRepository(path: string, options: NewBareRepository): Promise<void> {
  if (!isBranchName(options.defaultBranch)) {
    throw new MosaicError('invalid_input', `${JSON.stringify(options.defaultBranch.slice(0, 200))} cannot name a branch.`);
  }
  if (await exists(path)) throw alreadyThere();
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.new-${randomUUID()}`);
  try {
    await run(['init', '--quiet', '--bare', '--template=', `--initial-branch=${options.defaultBranch}`, '--', temporary]);
    await appendFile(join(temporary, 'config'), CONFIG);
    await options.fill?.(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // rename(2) never replaces a folder that holds something: another creator was faster.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')) throw alreadyThere();
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function alreadyThere(): MosaicError {
  return new MosaicError('conflict', 'A repository is there already; choose another name.');
}
