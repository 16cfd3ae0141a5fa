export { changedTargets } from './changed-targets.ts';
export { runMutants, type Verdict } from './run-mutants.ts';
export { SERVICES as MUTATED_SERVICES, type MutatedService } from './services.ts';
