import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

const ROOT = join(import.meta.dirname, '../../..');
const DASHBOARD = join(ROOT, 'apps/dashboard');
const STAMP = join(DASHBOARD, 'dist/.built-from');

/** Builds the dashboard's pages when their sources have changed since the last build. */
export async function buildDashboard(): Promise<void> {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  const startedAt = Date.now();
  process.stderr.write('Building the dashboard …\n');
  await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', DASHBOARD]);
  writeFileSync(STAMP, wanted);
  process.stderr.write(`Building the dashboard: done, ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** Paths, sizes and times of the sources: cheap, and enough to notice a change. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== 'dist') walk(path);
      } else {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}\0${size}\0${mtimeMs}\n`);
      }
    }
  };
  walk(DASHBOARD);
  walk(join(ROOT, 'contracts'));
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  return hash.digest('hex');
}

function run(program: string, words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: DASHBOARD,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new MosaicError('internal', `The dashboard could not be built:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}
