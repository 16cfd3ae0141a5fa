import { mutateChanged } from '../mutate.ts';
import { runNode } from '../run-node.ts';
import type { AddCommand } from './command.ts';

export const addCheck: AddCommand = (program, exit) => {
  program
    .command('check')
    .description('types, lint, format, import law, unused code, house rules, derived pages')
    .option(
      '--deep [SINCE]',
      'besides, break each operation, tool and rule of a policy that differs from this commit (HEAD~1), and tell what no test notices',
    )
    .action(async ({ deep }: { deep?: string | true }) => {
      const code = await runNode(['tools/check/main.ts']);
      exit(code === 0 && deep !== undefined ? await mutateChanged(deep === true ? 'HEAD~1' : deep) : code);
    });
};
