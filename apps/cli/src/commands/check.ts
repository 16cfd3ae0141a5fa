import type { AddCommand } from './command.ts';

export const addCheck: AddCommand = (program, exit) => {
  program
    .command('check')
    .description('types, lint, format, import law, unused code, house rules')
    .action(async () => {
      const { runChecks } = await import('../../../../tools/check/run.ts');
      exit((await runChecks()) ? 0 : 1);
    });
};
