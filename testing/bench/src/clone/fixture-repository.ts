import { execFile, spawn } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

import { fixtureHistory } from './fixture-history.ts';

const run = promisify(execFile);

/** Makes a bare repository with the fixture's history in a new folder. */
export async function makeFixtureRepository(folder: string): Promise<void> {
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', '--', folder]);
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  await pipeline(Readable.from(fixtureHistory()), child.stdin);
  const code = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  // fast-import finds few deltas; -f looks for them as a usual push does.
  await run('git', ['-C', folder, 'repack', '-a', '-d', '-f', '-q']);
}

/** Packs a bare repository into one pack with a bitmap, as a server's maintenance does, then copies it byte for byte. */
export async function packAndCopy(bare: string, copy: string): Promise<{ packMib: number; objects: number }> {
  await run('git', ['-C', bare, 'repack', '-a', '-d', '-q', '--write-bitmap-index']);
  await run('git', ['-C', bare, 'commit-graph', 'write', '--reachable']);
  await cp(bare, copy, { recursive: true });
  const { stdout } = await run('git', ['-C', bare, 'count-objects', '-v']);
  const value = (key: string) => Number(new RegExp(`^${key}: (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  return { packMib: value('size-pack') / 1024, objects: value('in-pack') };
}

/** The folder `<id>.git` in which the forge keeps a repository, somewhere below the home. */
export async function bareFolderOf(home: string, repositoryId: number): Promise<string> {
  const wanted = `${repositoryId}.git`;
  const names = await readdir(home, { recursive: true });
  const found = names.find((name) => name === wanted || name.endsWith(`/${wanted}`));
  if (found === undefined) throw new Error(`no folder ${wanted} lies below ${home}`);
  return join(home, found);
}
