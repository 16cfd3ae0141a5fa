import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { runChecks } from './run.ts';

test('what a step says is shown where it fails, and a program that is not there is a failure', async () => {
  const shown = vi.spyOn(console, 'log').mockImplementation(() => {});
  const step = (name: string, ...command: string[]) => ({ name, command });
  expect(await runChecks([step('well', 'echo', 'in order')])).toBe(true);
  expect(await runChecks([step('ill', 'sh', '-c', 'echo out; echo err >&2; exit 2'), step('gone', 'no-such-program')])).toBe(false);
  const words = shown.mock.calls.join('\n');
  shown.mockRestore();
  expect(words).not.toContain('in order');
  expect(words).toMatch(/✗ ill[^]*out\nerr[^]*ENOENT|ENOENT[^]*✗ ill[^]*out\nerr/);
});

test('what takes gigabytes runs one at a time, what does not beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const shown = vi.spyOn(console, 'log').mockImplementation(() => {});
  // Fails where another one of the large ones is at work.
  const large = ['sh', '-c', `mkdir "${folder}/large" && sleep 0.1 && rmdir "${folder}/large"`];
  // Waits for the small one, and the other way round.
  const meet = (mine: string, other: string) => [
    'sh',
    '-c',
    `touch "${folder}/${mine}"; until [ -e "${folder}/${other}" ]; do sleep 0.01; done`,
  ];
  const ok = await runChecks([
    { name: 'one', command: large, isLarge: true },
    { name: 'two', command: large, isLarge: true },
    { name: 'three', command: meet('a', 'b'), isLarge: true },
    { name: 'small', command: meet('b', 'a') },
  ]);
  shown.mockRestore();
  expect(ok).toBe(true);
});

test('a signal ends the steps with the check', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pid');
  const program = `
    import { runChecks } from ${JSON.stringify(join(import.meta.dirname, 'run.ts'))};
    const command = ['sh', '-c', 'echo $$ >"$0"; exec sleep 60', ${JSON.stringify(file)}];
    await runChecks([{ name: 'endless', command }]).catch((error) => process.exit(error.exitCode));`;
  const check = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'ignore', 'inherit'] });
  const pid = await vi.waitFor(
    () => {
      const [written = ''] = readFileSync(file, 'utf8').split('\n', 1);
      expect(written).toMatch(/^\d+$/);
      return Number(written);
    },
    { timeout: 8_000 },
  );
  check.kill('SIGTERM');
  expect(await once(check, 'close')).toEqual([143, null]);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
