import { EndedBySignal } from '../launcher/attended.ts';
import { runChecks } from './run.ts';

try {
  process.exitCode = (await runChecks()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof EndedBySignal)) throw error;
  process.exit(error.exitCode);
}
