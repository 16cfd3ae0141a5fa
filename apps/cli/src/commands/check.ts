import { runNode } from '../run-node.ts';
import type { AddCommand } from './command.ts';

export const addCheck: AddCommand = (program, exit) => {
  program
    .command('check')
    .description('types, lint, format, import law, unused code, house rules')
    .action(async () => exit(await runNode(['tools/check/main.ts'])));
};
