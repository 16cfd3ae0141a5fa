import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-line-file-'));
  file = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that logs. One that does not end would do so never. */
function logAnd(words: string) {
  const program = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const calls = { write: 0, writeSync: 0 };
    for (const name of Object.keys(calls)) {
      const original = fs[name];
      fs[name] = (...given) => (calls[name]++, original(...given));
    }
    syncBuiltinESMExports();
    const { createLog, LineFile } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    const file = ${JSON.stringify(file)};
    const log = createLog({ level: 'info', destination: new LineFile(file) });
    ${words}`;
  const { status, signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 20_000,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  return { status, signal, stdout };
}

const messages = () =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);

test('nobody waits for a line, and those that come meanwhile are written together, in their order', () => {
  const { stdout } = logAnd(`
    for (let number = 0; number < 1_000; number += 1) log.info(String(number));
    console.log(JSON.stringify(calls));`);
  expect(JSON.parse(stdout)).toEqual({ write: 1, writeSync: 0 });
  expect(messages()).toEqual(Array.from({ length: 1_000 }, (_, number) => String(number)));
});

test('an error is in the file at once, whatever happens next', () => {
  const { signal } = logAnd("log.info('one'); log.info('two'); log.error('three'); process.kill(process.pid, 'SIGKILL');");
  expect(signal).toBe('SIGKILL');
  expect(messages()).toEqual(expect.arrayContaining(['two', 'three']));
});

test('what is left at an end is written then', () => {
  expect(logAnd("log.info('one'); log.info('two'); process.exit(0);")).toMatchObject({ status: 0 });
  expect(messages().toSorted()).toEqual(['one', 'two']);
});

test.skipIf(process.platform !== 'linux')('a pipe that nobody reads keeps no process from going on, nor from ending', () => {
  spawnSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const { status, stdout } = logAnd(`
    for (let number = 0; number < 2_000; number += 1) log.info('x'.repeat(100));
    log.error('an error');
    setImmediate(() => { log.info('the last line'); console.log('went on'); process.exit(0); });`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'went on\n' });
  expect(readSync(reader, Buffer.alloc(100))).toBe(100);
  closeSync(reader);
});

test('what cannot be written is kept up to a bound, and the rest is told of once it can', () => {
  mkdirSync(file);
  expect(
    logAnd(`
    for (let number = 0; number < 30; number += 1) log.info(number + ' ' + 'x'.repeat(100_000));
    fs.rmdirSync(file);
    log.info('lost as well');
    log.info('the last line');`),
  ).toMatchObject({ status: 0 });
  const written = messages();
  expect(written.slice(0, -2).map((words) => words.split(' ')[0])).toEqual(Array.from({ length: 11 }, (_, number) => String(number)));
  expect(readFileSync(file, 'utf8')).toContain('"lines":20,"msg":"lines before this one were lost');
  expect(written.at(-1)).toBe('the last line');
});
