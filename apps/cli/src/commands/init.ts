import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { Label, RESERVED_PROJECTS } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { openControl } from '../control.ts';
import { detectProject, pipelineFile, projectFile } from '../project-kind.ts';
import { homeOf, type AddCommand } from './command.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../../../mosaic');

export const addInit: AddCommand = (program) => {
  program
    .command('init')
    .description('write both files for the project in this folder and push it')
    .option('--name <NAME>', 'name of the repository (default: the folder)')
    .action(async (options: { name?: string }, command) => {
      await using control = await openControl(homeOf(command));
      const { administrator } = control.info;
      if (administrator === null)
        throw new MosaicError('precondition_failed', 'Nobody may push: all administrators are disabled. "mosaic open" says what to do.');
      const folder = process.cwd();
      const name = options.name ?? basename(folder);
      const project = name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '')
        .slice(0, 28);
      if (!Label.safeParse(project).success || RESERVED_PROJECTS.has(project))
        throw new MosaicError('invalid_input', `"${name}" cannot be a project's name; give another with --name.`);
      const kind = detectProject(folder);
      console.log(`This looks like: ${kind.name}`);
      writeOnce(join(folder, '.woodpecker.yaml'), pipelineFile(kind));
      writeOnce(join(folder, '.mosaic.yaml'), projectFile(kind, project));
      push(folder, {
        publicUrl: control.info.publicUrl,
        home: control.config.home,
        remote: `${control.info.publicUrl}/${administrator}/${name}.git`,
      });
    });
};

function writeOnce(file: string, text: string): void {
  const isKept = existsSync(file);
  if (!isKept) writeFileSync(file, text);
  console.log(`${isKept ? 'kept' : 'written'}  ${basename(file)}`);
}

/** Commits the two files and pushes with stock git, whose credential helper for this address becomes ours. */
function push(folder: string, { publicUrl, home, remote }: { publicUrl: string; home: string; remote: string }): void {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }).trim();
  const known = (...words: string[]) => {
    try {
      return execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).trim();
    } catch {
      return '';
    }
  };
  if (known('rev-parse', '--show-toplevel') === '') git('init', '--initial-branch=main');
  git('config', `credential.${publicUrl}.helper`, `!'${LAUNCHER}' --home '${home.replaceAll("'", `'\\''`)}' git-credential`);
  const existing = known('remote', 'get-url', 'mosaic');
  if (existing === '') git('remote', 'add', 'mosaic', remote);
  else if (existing !== remote)
    throw new MosaicError(
      'conflict',
      `The remote "mosaic" already points to ${existing}. Remove it (git remote remove mosaic) or push yourself.`,
    );
  const isFirst = known('rev-parse', '--verify', 'HEAD') === '';
  git('add', ...(isFirst ? ['--all'] : ['.woodpecker.yaml', '.mosaic.yaml']));
  if (known('status', '--porcelain', '--untracked-files=no') !== '')
    git('commit', '--quiet', '--message', 'Build, test and deploy with MosAIc');
  execFileSync('git', ['push', '--set-upstream', 'mosaic', 'HEAD'], { cwd: folder, stdio: 'inherit' });
}
