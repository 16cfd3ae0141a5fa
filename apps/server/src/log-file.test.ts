import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mosaic-log-file-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A program that logs, and ends by what follows its first lines. */
function logAndEnd(end: string) {
  const program = `
    import { openLog } from ${JSON.stringify(join(import.meta.dirname, 'log-file.ts'))};
    const log = openLog(process.argv[1], 'info');
    ${end}`;
  // One that does not end would do so never.
  return spawnSync(process.execPath, ['--input-type=module', '-e', program, home], { timeout: 20_000, killSignal: 'SIGKILL' });
}

/** Before the file could be opened in the background, and after; by the first line or a later one. */
const ENDS = [
  "log.info('the last line'); process.exit(0);",
  "setTimeout(() => { log.error('a line'); log.fatal('the last line'); process.exit(0); }, 200);",
  "log.info('a line'); setTimeout(() => { log.info('the last line'); process.exit(0); }, 200);",
];

test.each(ENDS)('the last line is written before the end: %s', (end) => {
  expect(logAndEnd(end).status).toBe(0);
  expect(readFileSync(join(home, 'logs/server.log'), 'utf8')).toContain('the last line');
});

test.skipIf(process.platform !== 'linux').each(ENDS)('a disk that takes no more lines does not keep a process from ending: %s', (end) => {
  mkdirSync(join(home, 'logs'));
  symlinkSync('/dev/full', join(home, 'logs/server.log'));
  expect(logAndEnd(end)).toMatchObject({ status: 0, signal: null });
});

test('a log that cannot be opened yet is written once it can', () => {
  const file = join(home, 'logs/server.log');
  mkdirSync(file, { recursive: true });
  expect(
    logAndEnd(`
    import { rmdirSync } from 'node:fs';
    log.info('lost');
    rmdirSync(${JSON.stringify(file)});
    log.info('the last line');`),
  ).toMatchObject({ status: 0 });
  expect(readFileSync(file, 'utf8')).toContain('the last line');
});
