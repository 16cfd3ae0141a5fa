import { runChecks } from './run.ts';

process.exitCode = (await runChecks()) ? 0 : 1;
