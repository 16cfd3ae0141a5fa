import { MosaicError } from '@mosaic/platform/errors';

import { buildDashboard } from '../build-dashboard.ts';
import { mutate, type MutantChoice } from '../mutate.ts';
import { runNode } from '../run-node.ts';
import { installTestPackages } from '../test-packages.ts';
import type { AddCommand } from './command.ts';

const RINGS: readonly string[] = ['unit', 'service', 'conformance', 'stack', 'e2e'];
const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];

export const addTest: AddCommand = (program, exit) => {
  program
    .command('test')
    .description('everything that CI runs')
    .option('--only <RINGS>', `some of: check, ${RINGS.join(', ')}`)
    .option(
      '--mutate [SERVICE]',
      'break each operation and tool on purpose, and tell what the tests of its service do not notice; some of it: forge:repoGet,userGet',
    )
    .option('--store <ENGINE>', 'only the tests of services, with their rows on a server of this engine: postgres, mariadb')
    .option('--install', 'first install the system packages that the tests need (Debian, Ubuntu)')
    .action(async (options: { only?: string; install?: boolean; mutate?: string | true; store?: string }) => {
      if (options.mutate !== undefined) return exit(await mutate(choiceOf(options.mutate)));
      if (options.install === true) await installTestPackages();
      if (options.store !== undefined)
        return exit(await runNode([...VITEST, '--project', 'service'], { MOSAIC_TEST_STORE: options.store }));
      const wanted = options.only?.split(',') ?? ['check', ...RINGS];
      const unknown = wanted.filter((ring) => ring !== 'check' && !RINGS.includes(ring));
      if (unknown.length > 0) throw new MosaicError('invalid_input', `--only knows check, ${RINGS.join(', ')}; not ${unknown.join(', ')}.`);
      await buildDashboard();
      const codes: number[] = [];
      if (wanted.includes('check')) codes.push(await runNode(['tools/check/main.ts']));
      // The outer rings measure and kill whole stacks: nothing else may run beside them.
      const turns = [['unit', 'service', 'conformance'], ['stack'], ['e2e']].map((turn) => turn.filter((ring) => wanted.includes(ring)));
      for (const rings of turns.filter((turn) => turn.length > 0)) {
        codes.push(await runNode([...VITEST, ...rings.flatMap((ring) => ['--project', ring])]));
      }
      exit(codes.every((code) => code === 0) ? 0 : 1);
    });
};

/** "forge", "forge:repoGet,userGet", or nothing for all. */
function choiceOf(words: string | true): MutantChoice {
  if (words === true) return {};
  const [service = '', names = ''] = words.split(':', 2);
  return { service, names: names.split(',').filter(Boolean) };
}
