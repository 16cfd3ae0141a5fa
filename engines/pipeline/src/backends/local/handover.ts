import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';
import { create } from 'tar';

import type { HandedOver } from '../backend.ts';

/** Bounds of what one step hands over. */
export interface HandoverLimits {
  maxFiles: number;
  maxBytes: number;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * Lists what stands in a step's hand-over folder. The step has ended and no other can write there, so what is checked is
 * what is sent. @throws MosaicError (`invalid_input`, `too_large`) for links, devices, sockets, bad names or too much.
 */
export async function collectArtifacts(folder: string, limits: HandoverLimits): Promise<HandedOver[]> {
  const budget = { files: limits.maxFiles, bytes: limits.maxBytes };
  const artifacts: HandedOver[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const root = join(folder, name);
    if (!NAME.test(name) || !(await lstat(root)).isDirectory()) {
      throw new MosaicError(
        'invalid_input',
        `${JSON.stringify(name)} in the hand-over folder is no artifact; use \`mosaic artifact upload PATH --name NAME\`.`,
      );
    }
    const files = await walk(root, '.', { name, budget, limits });
    artifacts.push({ name, tar: () => pack(root, files) });
  }
  return artifacts;
}

interface WalkScope {
  name: string;
  budget: { files: number; bytes: number };
  limits: HandoverLimits;
}

async function walk(root: string, folder: string, scope: WalkScope): Promise<string[]> {
  const found: string[] = [];
  for (const entry of (await readdir(join(root, folder), { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    const stat = await lstat(join(root, path));
    if (!stat.isDirectory() && (!stat.isFile() || stat.nlink > 1)) {
      const kind = stat.isSymbolicLink() || stat.isFile() ? 'a link' : 'neither a file nor a folder';
      throw new MosaicError(
        'invalid_input',
        `The artifact ${scope.name} holds ${path.slice(2)}, which is ${kind}; hand over plain files and folders only.`,
      );
    }
    spend(scope, stat.isFile() ? stat.size : 0);
    found.push(path);
    if (stat.isDirectory()) found.push(...(await walk(root, path, scope)));
  }
  return found;
}

function spend({ name, budget, limits }: WalkScope, bytes: number): void {
  budget.files -= 1;
  budget.bytes -= bytes;
  if (budget.files < 0) {
    throw new MosaicError(
      'too_large',
      `The artifact ${name} passes the limit of ${limits.maxFiles} files and folders a step; pack them, or hand over less.`,
    );
  }
  if (budget.bytes < 0) {
    const limit = Math.floor(limits.maxBytes / (1024 * 1024));
    throw new MosaicError('too_large', `The artifact ${name} passes the limit of ${limit} MiB a step; hand over less.`);
  }
}

function pack(root: string, files: readonly string[]): Readable {
  const output = new PassThrough();
  // `./` in front keeps a name that begins with `@` from being read as an archive.
  const archive = create({ cwd: root, portable: true, noDirRecurse: true, follow: false }, [...files]);
  archive.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  archive.pipe(output);
  return output;
}
