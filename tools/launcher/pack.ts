/**
 * Packs the command line and the server: `node pack.ts`, called by `./mosaic up` when the pack is older than what it was made of.
 * Loading two thousand modules one by one takes half of a start and 30 MB (docs/adr/007-what-people-run-is-packed.md).
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Vite's bundler, of the version that Vite brings.
import { rolldown, type Plugin } from 'rolldown';

import { takeCheckoutLock } from './checkout-lock.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, '.cache');
/** Programs of the machine's own kind, drivers that few installations load, and what only developers run. */
const OUTSIDE = [/^@node-rs\//, /^re2/, /^pg$/, /^mysql2$/, /^@mosaic\/testing/];

/** A module still knows where its source is: what it starts or reads beside itself lies there. */
const places: Plugin = {
  name: 'places',
  transform: {
    filter: { code: /import\.meta\.(?:dirname|url)\b/, id: { exclude: /node_modules/ } },
    handler: (code, id) =>
      code
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
};

await pack();

async function pack(): Promise<void> {
  using _lock = takeCheckoutLock(CACHE, () => undefined);
  for (const name of readdirSync(CACHE).filter((one) => one.startsWith('pack-')))
    rmSync(join(CACHE, name), { recursive: true, force: true });
  const beside = join(CACHE, `pack-${process.pid}`);
  mkdirSync(join(beside, 'new'), { recursive: true });
  // Written before anything is read: what changes meanwhile is newer.
  writeFileSync(join(beside, 'new/stamp'), '');
  await using bundle = await rolldown({
    input: { cli: join(ROOT, 'apps/cli/src/main.ts'), server: join(ROOT, 'apps/server/src/main.ts') },
    platform: 'node',
    external: OUTSIDE,
    plugins: [places],
    logLevel: 'silent',
  });
  await bundle.write({ dir: join(beside, 'new'), format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  const place = join(CACHE, 'packed');
  try {
    renameSync(place, join(beside, 'former'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(join(beside, 'new'), place);
  rmSync(beside, { recursive: true, force: true });
}
