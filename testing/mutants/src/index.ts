export { changedTargets } from './changed-targets.ts';
export { runMutants, type Verdict } from './run-mutants.ts';
export { MUTATED_SERVICES, operationLists } from './services.ts';
