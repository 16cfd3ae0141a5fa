import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import type { WorkflowConfig } from '../../compile/workflow-config.ts';

/** Shells that read a POSIX script and know `-e`. */
const SHELLS: readonly string[] = ['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash'];

/** The shell that an `image` names, as an absolute path. @throws MosaicError (`unsupported`) that says what to write instead. */
export async function findShell(image: string, searchPath: string): Promise<string> {
  if (!SHELLS.includes(basename(image)) || (image.includes('/') && !isAbsolute(image))) {
    throw new MosaicError(
      'unsupported',
      `image ${image} cannot run on the local backend, which has no containers; use \`image: bash\` and programs of this machine, or a runner with containers.`,
    );
  }
  const candidates = isAbsolute(image) ? [image] : searchPath.split(':').map((folder) => join(folder, image));
  for (const candidate of candidates.filter((path) => isAbsolute(path))) {
    if (await isExecutable(candidate)) return candidate;
  }
  throw new MosaicError(
    'unsupported',
    `image ${image} names a shell that is not installed on this machine; install it, or use \`image: bash\`.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Refuses what only containers can do. @throws MosaicError (`unsupported`) naming the first step that cannot run. */
export async function checkSteps(config: WorkflowConfig, searchPath: string): Promise<void> {
  for (const step of config.steps) {
    const refuse = (what: string, instead: string): never => {
      throw new MosaicError(
        'unsupported',
        `Step "${step.name}": ${what} cannot run on the local backend, which has no containers; ${instead}.`,
      );
    };
    if (step.type === 'service') refuse(`the service ${step.image}`, 'start the program in a step, or choose a runner with containers');
    if (step.type === 'clone' && step.image === '') continue;
    if (step.entrypoint !== undefined) refuse('an `entrypoint`', 'use `commands`');
    const needed = Object.entries(step.container ?? {}).find(([key]) => key !== 'pull');
    if (needed !== undefined) refuse(`\`${needed[0]}\``, 'leave it out, or choose a runner with containers');
    try {
      await findShell(step.image, searchPath);
    } catch (error) {
      throw error instanceof MosaicError ? new MosaicError(error.code, `Step "${step.name}": ${error.message}`) : error;
    }
    if (step.type === 'plugin') refuse('a step without `commands`', 'give it `commands`');
  }
}
