/**
 * Runs a packed program (pack.ts) with what V8 had compiled of it by the time a former start was over. Node's own compile cache holds what is compiled
 * before a module runs, and most functions are compiled when they are first called (docs/adr/007-what-people-run-is-packed.md).
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** When a start is over, ms: before V8 gives up what it has not used for long. */
const STARTED_MS = 10_000;

const [, self = '', ...words] = process.argv;
const program = basename(self, '.mjs');
// The name holds a hash of what is in it: V8 itself compares lengths alone.
const name = readdirSync(import.meta.dirname).find((one) => one.endsWith('.cjs')) ?? '';
const filename = join(import.meta.dirname, name);
const compiled = `${filename}.v8`;

const cachedData = readIfThere(compiled);
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
    try {
      const beside = `${compiled}-${process.pid}`;
      writeFileSync(beside, script.createCachedData());
      renameSync(beside, compiled);
    } catch {
      // A checkout that this user may not write: the next start compiles again.
    }
  };
  const keepAtEnd = (code: number) => code === 0 && keep();
  const timer = setTimeout(keep, STARTED_MS).unref();
  process.once('exit', keepAtEnd);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
