/**
 * Runs a packed program (pack.ts) with what V8 had compiled of it by the time a former start was over. Node's own compile cache holds what is compiled
 * before a module runs, and most functions are compiled when they are first called (docs/adr/007-what-people-run-is-packed.md).
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, join } from 'node:path';
import { constants, Script } from 'node:vm';

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

const cachedData = readCompiled();
const script = new Script(Module.wrap(readFileSync(filename, 'latin1')), {
  filename,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ...(cachedData === undefined ? {} : { cachedData }),
});
// Only a stack that has started has called all that the next start calls.
if (script.cachedDataRejected !== false && (program === 'server' || (words.includes('up') && !words.includes('--detach')))) keepCompiled();
const packed: { exports: Record<string, () => Promise<unknown>> } = { exports: {} };
script.runInThisContext()(packed.exports, Module.createRequire(filename), packed, filename, import.meta.dirname);
await packed.exports[program]?.();

function keepCompiled(): void {
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
      removeDraft(beside);
    }
  };
  const keepAtEnd = (code: number) => code === 0 && keep();
  const timer = setTimeout(keep, STARTED_MS).unref();
  process.once('exit', keepAtEnd);
}

function removeDraft(beside: string): void {
  try {
    rmSync(beside, { force: true });
  } catch {
    // A disk that takes nothing any more; the next pack goes without it.
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
