import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';
import { tryLock } from '@mosaic/platform/lifecycle';

import { ENDS_WITH_US, endTogether } from './end-together.ts';
import { ROOT } from './run-node.ts';

const ASSETS = '-/assets';
const STAMP = '.built-from';
/** How long one waits for another that installs or builds, ms. */
const WAIT_MS = 15 * 60_000;

/** What a build was made from, and the files that are its own; those of the build before it lie beside them. */
interface Stamp {
  sources: string;
  assets: string[];
}

/**
 * Builds the dashboard's pages when their sources have changed since the last build: beside, then put in place by one rename,
 * so that a stack that runs from this checkout never serves half a build. Several at once: one builds, the others wait.
 */
export async function buildDashboard(root: string = ROOT): Promise<void> {
  const cache = join(root, '.cache');
  const dist = join(root, 'apps/dashboard/dist');
  if (readStamp(dist)?.sources === fingerprint(root)) return;
  demandWritable(root, cache);
  using _lock = takeLock(join(cache, 'lock.db'));
  // Read again: another may have built meanwhile, or the sources may have changed.
  const sources = fingerprint(root);
  const former = readStamp(dist);
  if (former?.sources === sources) return;
  const startedAt = Date.now();
  process.stderr.write('Building the dashboard …\n');
  for (const name of readdirSync(cache).filter((one) => one.startsWith('dashboard-')))
    rmSync(join(cache, name), { recursive: true, force: true });
  const beside = join(cache, `dashboard-${process.pid}`);
  await build(root, join(beside, 'new'));
  finish(join(beside, 'new'), { sources, former: former === null ? null : { dist, assets: former.assets } });
  flushDisk(cache);
  if (existsSync(dist)) renameSync(dist, join(beside, 'former'));
  renameSync(join(beside, 'new'), dist);
  rmSync(beside, { recursive: true, force: true });
  process.stderr.write(`Building the dashboard: done, ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** Pages that are open ask for the parts of their own build: those of the one before stay for one more. The stamp comes last. */
function finish(folder: string, { sources, former }: { sources: string; former: { dist: string; assets: string[] } | null }): void {
  const assets = join(folder, ASSETS);
  mkdirSync(assets, { recursive: true });
  const own = readdirSync(assets);
  for (const name of former?.assets ?? []) {
    const kept = join(former?.dist ?? '', ASSETS, name);
    if (!own.includes(name) && existsSync(kept)) copyFileSync(kept, join(assets, name));
  }
  writeFileSync(join(folder, STAMP), JSON.stringify({ sources, assets: own } satisfies Stamp));
}

/** A power cut after the rename would leave pages of zeros that their stamp vouches for. Where sync(1) has no `-f` (macOS), for all disks. */
function flushDisk(folder: string): void {
  if (spawnSync('sync', ['-f', folder]).status !== 0) spawnSync('sync');
}

function readStamp(dist: string): Stamp | null {
  try {
    return JSON.parse(readFileSync(join(dist, STAMP), 'utf8')) as Stamp;
  } catch {
    return null;
  }
}

/** Names and contents of the sources, wherever the checkout lies and whatever touched its times. */
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string) => hash.update(`${relative(root, path)}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) add(path);
      else if (entry.name !== 'node_modules' && entry.name !== 'dist') walk(path);
    }
  };
  walk(join(root, 'apps/dashboard'));
  walk(join(root, 'contracts'));
  add(join(root, 'package-lock.json'));
  return hash.digest('hex');
}

function demandWritable(root: string, cache: string): void {
  try {
    mkdirSync(cache, { recursive: true });
    for (const folder of [cache, join(root, 'apps/dashboard')]) accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new MosaicError(
      'forbidden',
      `The dashboard is to be built, and the checkout ${root} cannot be written by this user. Run "./mosaic up" once as its owner, or on a copy of your own.`,
      { cause },
    );
  }
}

function takeLock(file: string): Disposable {
  const free = tryLock(file);
  if (free !== null) return free;
  process.stderr.write('Another ./mosaic works on this checkout; waiting for it …\n');
  const waited = tryLock(file, WAIT_MS);
  if (waited === null)
    throw new MosaicError('conflict', `Another ./mosaic has held ${file} for ${WAIT_MS / 60_000} minutes. End it first.`);
  return waited;
}

async function build(root: string, folder: string): Promise<void> {
  const dashboard = join(root, 'apps/dashboard');
  const words = [
    ...ENDS_WITH_US,
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--logLevel',
    'warn',
    '--outDir',
    folder,
    '--emptyOutDir',
    dashboard,
  ];
  const child = spawn(process.execPath, words, {
    cwd: dashboard,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  if ((await endTogether(child)) !== 0)
    throw new MosaicError('internal', `The dashboard could not be built:\n${Buffer.concat(output).toString().trim()}`);
}
