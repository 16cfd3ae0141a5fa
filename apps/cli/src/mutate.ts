import { MosaicError } from '@mosaic/platform/errors';

/** The share of a service's faults that its tests must notice. */
const NOTICED = 0.9;

/** Which faults are made: of one service or, without a name, of all; of these operations, tools and rules, or of all; of these kinds, or of all. */
export interface MutantChoice {
  service?: string;
  names?: readonly string[];
  kinds?: readonly string[];
}

/** Breaks operations, tools and the rules of policies on purpose; 1 when less than {@link NOTICED} of the faults of a service are noticed by its tests. */
export async function mutate({ service: wanted, names = [], kinds = [] }: MutantChoice): Promise<number> {
  const { MUTATED_SERVICES, runMutants } = await import('@mosaic/testing/mutants');
  const services = MUTATED_SERVICES.filter((service) => wanted === undefined || service === wanted);
  if (services.length === 0) throw new MosaicError('invalid_input', `--mutate knows ${MUTATED_SERVICES.join(', ')}; not ${wanted}.`);
  let isEnough = true;
  for (const service of services) {
    const verdicts = await runMutants(service, { names, kinds }, ({ target, fault, state }, done, of) => {
      if (state !== 'noticed')
        console.log(`${service} ${done}/${of}  ${target} ${fault}: ${state === 'lives' ? 'not noticed' : 'asked for by no test'}`);
    });
    if (verdicts.length === 0) throw new MosaicError('not_found', `${service} has no operation, tool or rule named ${names.join(', ')}.`);
    const noticed = verdicts.filter(({ state }) => state === 'noticed').length;
    console.log(`${service}: ${noticed} of ${verdicts.length} faults noticed (${Math.round((noticed / verdicts.length) * 100)} %)`);
    isEnough &&= noticed / verdicts.length >= NOTICED;
  }
  return isEnough ? 0 : 1;
}

/** Those that a change most likely brings: the coarse ones of an operation or a tool, and all of a policy's rule. */
const COARSE = ['throws', 'answers nothing', 'writes nothing', 'says yes', 'says no', 'refuses nobody'];

/** The coarse faults of every operation, tool and rule whose file differs from the commit `since`, uncommitted changes included. */
export async function mutateChanged(since: string): Promise<number> {
  const { changedTargets } = await import('@mosaic/testing/mutants');
  const codes: number[] = [];
  for (const [service, names] of await changedTargets(since)) {
    console.log(`${service}: ${names.join(', ')}`);
    codes.push(await mutate({ service, names, kinds: COARSE }));
  }
  if (codes.length === 0) console.log(`no operation, tool or rule differs from ${since}`);
  return codes.every((code) => code === 0) ? 0 : 1;
}
