import { Argument } from 'commander';

import type { AddCommand } from './command.ts';

/** `loop` is all of the others together. */
const MEASUREMENTS = ['loop', 'up', 'memory', 'first-line', 'inbox', 'clone', 'tool-calls'];

export const addBench: AddCommand = (program) => {
  program
    .command('bench')
    .description('measure side by side with a peer, on stacks in temporary homes')
    .addArgument(new Argument('[what]', 'which measurement').choices(MEASUREMENTS).default('loop'))
    .option('--json', 'for programs')
    .option('--kill', 'kill the server at every hop, twenty times each')
    .action(async (what: string, options: { json?: boolean; kill?: boolean }) => {
      const { runBench } = await import('@mosaic/testing/bench');
      await runBench({ what, json: options.json === true, kill: options.kill === true });
    });
};
