/**
 * Brings the dependencies: `node install.ts run|all`, called by `./mosaic` when the stamp in node_modules is not that of the
 * lock file. npm works in a folder beside; what it made is renamed into place under one lock. A process that is killed at any
 * moment leaves no stamp, so that the next one begins anew, once no npm of the former writes any more; a stack that runs from this
 * checkout finds its packages all along.
 * Nothing but Node's own modules is imported: there may be no others yet.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { EndedBySignal, runAttended } from './attended.ts';
import { takeCheckoutLock } from './checkout-lock.ts';
import { holdsDevPackages, workspacesOf } from './lock-file.ts';
import { isInstalled, removeStamps, writeStamp, type Mode } from './stamp.ts';
import { takeWriterLock, type WriterLock } from './writer-lock.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, '.cache');
const SIZES: Readonly<Record<Mode, string>> = { run: '260 MB', all: '490 MB' };

try {
  await install(process.argv[2] === 'all' ? 'all' : 'run');
} catch (error) {
  if (error instanceof EndedBySignal) process.exit(error.exitCode);
  const { code, message } = error as NodeJS.ErrnoException;
  const cannotWrite = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  say(
    `mosaic: ${cannotWrite ? `The checkout ${ROOT} cannot be written by this user, and its dependencies are to be brought (${message}).` : message}`,
  );
  process.exitCode = 1;
}

async function install(asked: Mode): Promise<void> {
  using _lock = takeCheckoutLock(CACHE, () => say('Another ./mosaic works on this checkout; waiting for it …'));
  if (isInstalled(ROOT, asked)) return;
  // What is there for tests stays there: a plain start must not take the tools of a developer away.
  const mode = asked === 'all' || holdsDevPackages(join(ROOT, 'node_modules')) ? 'all' : 'run';
  using writer = await takeWriterLock(CACHE, () => say('What a ./mosaic that was killed had begun still writes; waiting for its end …'));
  removeLeftovers();
  const startedAt = Date.now();
  say(`Bringing the dependencies (${SIZES[mode]}) …`);
  const beside = join(CACHE, `install-${process.pid}`);
  try {
    const workspaces = prepare(beside);
    await runNpm(beside, mode, writer);
    putInPlace(beside, workspaces);
    writeStamp(join(ROOT, 'node_modules'), mode, join(beside, 'package-lock.json'));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  say(`Bringing the dependencies: done, ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/** Of installs that were killed: nobody else is at work, since we have both locks. Without flock(1) an npm that outlived its parent may still write. */
function removeLeftovers(): void {
  for (const name of readdirSync(CACHE).filter((one) => one.startsWith('install-'))) {
    try {
      rmSync(join(CACHE, name), { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** What npm needs to see of the checkout; answers the folders of the workspaces. */
function prepare(beside: string): string[] {
  mkdirSync(beside);
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(beside, name));
  const workspaces = workspacesOf(join(beside, 'package-lock.json'));
  for (const folder of workspaces) {
    mkdirSync(join(beside, folder), { recursive: true });
    cpSync(join(ROOT, folder, 'package.json'), join(beside, folder, 'package.json'));
  }
  return workspaces;
}

async function runNpm(folder: string, mode: Mode, { descriptor }: WriterLock): Promise<void> {
  const bin = dirname(process.execPath);
  // npm looks for the machine's settings (a registry, a certificate authority) beside the Node that runs it; ours has none.
  const settings = execFileSync('npm', ['config', 'get', 'globalconfig', '--loglevel=silent'], { encoding: 'utf8' }).trim();
  const log = join(CACHE, 'dependencies.log');
  const output = openSync(log, 'w');
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...(mode === 'run' ? ['--omit=dev'] : [])];
  const code = await runAttended('npm', words, {
    cwd: folder,
    stdio: ['ignore', output, output, descriptor],
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, npm_config_nodedir: dirname(bin), npm_config_globalconfig: settings },
  });
  closeSync(output);
  if (code === 0) return;
  say(readFileSync(log, 'utf8').split('\n').slice(-20).join('\n'));
  throw new Error(`npm could not bring the dependencies; ${log} says more.`);
}

/** Each `node_modules` that npm made, one rename each, the root's last; what stood there goes away with our folder. */
function putInPlace(beside: string, workspaces: readonly string[]): void {
  const former = join(beside, 'former');
  mkdirSync(former);
  removeStamps(join(ROOT, 'node_modules'));
  for (const [index, folder] of [...workspaces, '.'].entries()) {
    const place = join(ROOT, folder, 'node_modules');
    const made = join(beside, folder, 'node_modules');
    if (existsSync(place)) renameSync(place, join(former, String(index)));
    if (existsSync(made)) renameSync(made, place);
  }
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}
