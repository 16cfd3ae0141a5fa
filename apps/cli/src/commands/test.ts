import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { installTestPackages } from '../test-packages.ts';
import type { AddCommand } from './command.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const RINGS = ['unit', 'service', 'conformance', 'stack', 'e2e'] as const;

export const addTest: AddCommand = (program, exit) => {
  program
    .command('test')
    .description('everything that CI runs')
    .option('--only <RINGS>', `some of: check, ${RINGS.join(', ')}`)
    .option('--install', 'first install the system packages that the tests need (Debian, Ubuntu)')
    .action(async (options: { only?: string; install?: boolean }) => {
      const wanted = options.only?.split(',') ?? ['check', ...RINGS];
      const unknown = wanted.filter((ring) => ring !== 'check' && !RINGS.includes(ring as (typeof RINGS)[number]));
      if (unknown.length > 0) throw new MosaicError('invalid_input', `--only knows check, ${RINGS.join(', ')}; not ${unknown.join(', ')}.`);
      if (options.install === true) await installTestPackages();
      const { buildDashboard } = await import('../build-dashboard.ts');
      await buildDashboard();
      let passed = true;
      if (wanted.includes('check')) {
        const { runChecks } = await import('../../../../tools/check/run.ts');
        passed = await runChecks();
      }
      const rings = wanted.filter((ring) => ring !== 'check');
      if (rings.length > 0) passed = (await vitest(rings)) && passed;
      exit(passed ? 0 : 1);
    });
};

function vitest(rings: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const words = ['run', ...rings.flatMap((ring) => ['--project', ring])];
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...words], { cwd: ROOT, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
