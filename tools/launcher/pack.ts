/**
 * Packs the command line and the server: `node pack.ts`, called by `./mosaic up` when the pack is older than what it was made of.
 * Loading two thousand modules one by one takes half of a start and 30 MB (docs/adr/007-what-people-run-is-packed.md).
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';

// Vite's bundler, of the version that Vite brings.
import { rolldown, type Plugin } from 'rolldown';

import { takeCheckoutLock } from './checkout-lock.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, '.cache');
/** Programs of the machine's own kind, drivers that few installations load, and what only developers run. */
const OUTSIDE = [/^@node-rs\//, /^re2/, /^pg$/, /^mysql2$/, /^ssh2$/, /^@mosaic\/testing/];

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

/** What is packed: the programs, of which run-packed.ts calls one. */
const programs: Plugin = {
  name: 'programs',
  resolveId: (id) => (id === 'programs' ? id : null),
  load: (id) =>
    id === 'programs'
      ? ['cli', 'server']
          .map((name) => `export const ${name} = () => import(${JSON.stringify(join(ROOT, `apps/${name}/src/main.ts`))});\n`)
          .join('')
      : null,
};

/** A text with one other letter in it takes two bytes for each of its letters, in memory and wherever it is read. */
const ascii: Plugin = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const one of Object.values(bundle))
      if (one.type === 'chunk')
        one.code = one.code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
    input: 'programs',
    platform: 'node',
    external: OUTSIDE,
    plugins: [programs, places, ascii],
    logLevel: 'silent',
  });
  await bundle.write({
    dir: join(beside, 'new'),
    format: 'cjs',
    strict: true,
    entryFileNames: '[name]-[hash].cjs',
    codeSplitting: false,
    comments: false,
  });
  for (const name of readdirSync(join(beside, 'new')).filter((one) => one.endsWith('.cjs'))) nameBySum(join(beside, 'new', name));
  const runner = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'run-packed.ts'), 'utf8'));
  for (const name of ['cli.mjs', 'server.mjs']) writeFileSync(join(beside, 'new', name), runner);
  for (const name of readdirSync(join(beside, 'new'))) flush(join(beside, 'new', name));
  const place = join(CACHE, 'packed');
  try {
    renameSync(place, join(beside, 'former'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(join(beside, 'new'), place);
  rmSync(beside, { recursive: true, force: true });
}

/** What run-packed.ts compares before it runs it. */
function nameBySum(file: string): void {
  const sum = crc32(readFileSync(file)).toString(16).padStart(8, '0');
  renameSync(file, file.replace(/\.cjs$/, `-${sum}.cjs`));
}

/** A power cut after the rename would leave zeros that the launcher believes in. */
function flush(file: string): void {
  const open = openSync(file, 'r');
  fsyncSync(open);
  closeSync(open);
}
