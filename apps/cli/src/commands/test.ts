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
    .option(
      '--mutate [SERVICE]',
      'break each operation and tool on purpose, and tell what the tests of its service do not notice; some of it: forge:repoGet,userGet',
    )
    .option('--install', 'first install the system packages that the tests need (Debian, Ubuntu)')
    .action(async (options: { only?: string; install?: boolean; mutate?: string | true }) => {
      if (options.mutate !== undefined) return exit(await mutate(options.mutate));
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

/** Runs the mutants of one service, or of all; 1 when less than {@link NOTICED} of those of a service are noticed. */
async function mutate(wanted: string | true): Promise<number> {
  const { MUTATED_SERVICES, runMutants } = await import('@mosaic/testing/mutants');
  const known = Object.keys(MUTATED_SERVICES) as (keyof typeof MUTATED_SERVICES)[];
  const [name, names = ''] = wanted === true ? [] : wanted.split(':', 2);
  const services = known.filter((service) => wanted === true || service === name);
  if (services.length === 0) throw new MosaicError('invalid_input', `--mutate knows ${known.join(', ')}; not ${String(wanted)}.`);
  let isEnough = true;
  for (const service of services) {
    const verdicts = await runMutants(service, names.split(',').filter(Boolean), ({ target, fault, state }, done, of) => {
      if (state !== 'noticed')
        console.log(`${service} ${done}/${of}  ${target} ${fault}: ${state === 'lives' ? 'not noticed' : 'asked for by no test'}`);
    });
    const noticed = verdicts.filter(({ state }) => state === 'noticed').length;
    console.log(`${service}: ${noticed} of ${verdicts.length} faults noticed (${Math.round((noticed / verdicts.length) * 100)} %)`);
    isEnough &&= noticed / verdicts.length >= NOTICED;
  }
  return isEnough ? 0 : 1;
}

const NOTICED = 0.9;
