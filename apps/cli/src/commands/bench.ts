import type { AddCommand } from './command.ts';

export const addBench: AddCommand = (program) => {
  program
    .command('bench')
    .description('measure side by side with a peer, on stacks in temporary homes')
    .argument('[what]', 'loop', 'loop')
    .option('--json', 'for programs')
    .option('--kill', 'kill the server at every hop, twenty times each')
    .action(async (what: string, options: { json?: boolean; kill?: boolean }) => {
      const { runBench } = await import('@mosaic/testing/bench');
      await runBench({ what, json: options.json === true, kill: options.kill === true });
    });
};
