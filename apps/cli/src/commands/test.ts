import { MosaicError } from '@mosaic/platform/errors';

import { buildDashboard } from '../build-dashboard.ts';
import { runNode } from '../run-node.ts';
import { installTestPackages } from '../test-packages.ts';
import type { AddCommand } from './command.ts';

const RINGS: readonly string[] = ['unit', 'service', 'conformance', 'stack', 'e2e'];

export const addTest: AddCommand = (program, exit) => {
  program
    .command('test')
    .description('everything that CI runs')
    .option('--only <RINGS>', `some of: check, ${RINGS.join(', ')}`)
    .option('--install', 'first install the system packages that the tests need (Debian, Ubuntu)')
    .action(async (options: { only?: string; install?: boolean }) => {
      const wanted = options.only?.split(',') ?? ['check', ...RINGS];
      const unknown = wanted.filter((ring) => ring !== 'check' && !RINGS.includes(ring));
      if (unknown.length > 0) throw new MosaicError('invalid_input', `--only knows check, ${RINGS.join(', ')}; not ${unknown.join(', ')}.`);
      if (options.install === true) await installTestPackages();
      await buildDashboard();
      const codes: number[] = [];
      if (wanted.includes('check')) codes.push(await runNode(['tools/check/main.ts']));
      // The outer rings measure and kill whole stacks: nothing else may run beside them.
      const turns = [['unit', 'service', 'conformance'], ['stack'], ['e2e']].map((turn) => turn.filter((ring) => wanted.includes(ring)));
      for (const rings of turns.filter((turn) => turn.length > 0)) {
        codes.push(await runNode(['node_modules/vitest/vitest.mjs', 'run', ...rings.flatMap((ring) => ['--project', ring])]));
      }
      exit(codes.every((code) => code === 0) ? 0 : 1);
    });
};
