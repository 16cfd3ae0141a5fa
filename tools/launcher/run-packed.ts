/**
 * Runs a packed program (pack.ts) with what V8 had compiled of it by the time a former start was over. Node's own compile cache holds what is compiled
 * before a module runs, and most functions are compiled when they are first called (docs/adr/007-what-people-run-is-packed.md).
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** When a start is over, ms: before V8 gives up what it has not used for long. */
const STARTED_MS = 10_000;
/** The sum stands before what it is taken of. */
const SUM_BYTES = 32;

const [, self = '', ...words] = process.argv;
const program = basename(self, '.mjs');
// The name holds a hash of what is in it: V8 itself compares lengths alone.
const name = readdirSync(import.meta.dirname).find((one) => one.endsWith('.cjs')) ?? '';
const filename = join(import.meta.dirname, name);
const compiled = `${filename}.v8`;

const text = readPack();
if (text === null) await runSource();
else await runPack(text);

/** Half of a program may run for long and then do anything; null for what is not whole. */
function readPack(): string | null {
  try {
    const content = readFileSync(filename);
    return name.endsWith(`-${sumOfPack(content)}.cjs`) ? content.toString('latin1') : null;
  } catch {
    return null;
  }
}

/** Takes 1 ms for 6 MB, a fifth of SHA-256 (pack.ts makes the same): a disk that fails or is full forges nothing. */
function sumOfPack(content: Buffer): string {
  return crc32(content).toString(16).padStart(8, '0');
}

/** What was packed, as it is; without its stamp the pack is made anew by the next `./mosaic up`. */
async function runSource(): Promise<void> {
  process.stderr.write('mosaic: the packed programs are damaged; this runs from the sources, and the next start packs them anew.\n');
  removeQuietly(join(import.meta.dirname, 'stamp'));
  const source = join(import.meta.dirname, `../../apps/${program}/src/main.ts`);
  process.argv[1] = source;
  await import(pathToFileURL(source).href);
}

async function runPack(content: string): Promise<void> {
  const cachedData = readCompiled();
  const script = new Script(Module.wrap(content), {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  // Only a stack that has started has called all that the next start calls.
  const isStack = program === 'server' || (words.includes('up') && !words.includes('--detach'));
  if (script.cachedDataRejected !== false && isStack) keepCompiled(script);
  const packed: { exports: Record<string, () => Promise<unknown>> } = { exports: {} };
  script.runInThisContext()(packed.exports, Module.createRequire(filename), packed, filename, import.meta.dirname);
  await packed.exports[program]?.();
}

function keepCompiled(script: Script): void {
  const keep = () => {
    clearTimeout(timer);
    process.off('exit', keepAtEnd);
    // Of its own name in every container that shares the checkout: they have the same process ids.
    const beside = `${compiled}-${randomUUID()}`;
    try {
      const made = script.createCachedData();
      writeFileSync(beside, Buffer.concat([sumOf(made), made]), { flag: 'wx', mode: 0o644, flush: true });
      renameSync(beside, compiled);
    } catch {
      // A checkout that this user may not write, or a full disk: the next start compiles again.
      removeQuietly(beside);
    }
  };
  const keepAtEnd = (code: number) => code === 0 && keep();
  const timer = setTimeout(keep, STARTED_MS).unref();
  process.once('exit', keepAtEnd);
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A disk that takes nothing any more, or another's checkout: the next start meets it again.
  }
}

/** What a former start left, if it is whole, of this Node, and no easier to change for others than the pack: V8 runs whatever it is given. */
function readCompiled(): Buffer | undefined {
  try {
    const [left, pack] = [statSync(compiled), statSync(filename)];
    if (left.uid !== pack.uid || (left.mode & ~pack.mode & 0o022) !== 0) return undefined;
    const content = readFileSync(compiled);
    const made = content.subarray(SUM_BYTES);
    return sumOf(made).equals(content.subarray(0, SUM_BYTES)) ? made : undefined;
  } catch {
    return undefined;
  }
}

function sumOf(made: Buffer): Buffer {
  return createHash('sha256').update(`${process.version} ${process.arch}\n`).update(made).digest();
}
