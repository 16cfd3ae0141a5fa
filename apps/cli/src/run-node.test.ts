import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { expect, test } from 'vitest';

test.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s ends what runs with the command',
  async (signal) => {
    const inner = 'console.log(process.pid); setInterval(() => {}, 60_000);';
    const program = `
    import { runNode } from ${JSON.stringify(join(import.meta.dirname, 'run-node.ts'))};
    await runNode(['--eval', ${JSON.stringify(inner)}]);
    console.log('went on');`;
    const command = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'ignore'] });
    const said: string[] = [];
    command.stdout.on('data', (chunk) => said.push(String(chunk)));
    await once(command.stdout, 'data');
    command.kill(signal);
    expect(await once(command, 'close')).toEqual([null, signal]);
    expect(said).toEqual([expect.stringMatching(/^\d+\n$/)]);
    expect(() => process.kill(Number(said[0]), 0)).toThrow('ESRCH');
  },
);
