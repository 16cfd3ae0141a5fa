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

/** A program that logs a line once its file is open, and ends with what it had in hand. */
function logAndEnd() {
  const program = `
    import { openLog } from ${JSON.stringify(join(import.meta.dirname, 'log-file.ts'))};
    const { log, flush } = openLog(process.argv[1], 'info');
    log.info('a line');
    setTimeout(() => { log.info('the last line'); flush(); process.exit(0); }, 200);`;
  // One that does not end would do so never.
  return spawnSync(process.execPath, ['--input-type=module', '-e', program, home], { timeout: 20_000, killSignal: 'SIGKILL' });
}

test('the lines in hand are written before the end', () => {
  expect(logAndEnd().status).toBe(0);
  expect(readFileSync(join(home, 'logs/server.log'), 'utf8')).toContain('the last line');
});

test.skipIf(process.platform !== 'linux')('a disk that takes no more lines does not keep a process from ending', () => {
  mkdirSync(join(home, 'logs'));
  symlinkSync('/dev/full', join(home, 'logs/server.log'));
  expect(logAndEnd()).toMatchObject({ status: 0, signal: null });
});
