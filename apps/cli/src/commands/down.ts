import { MosaicError } from '@mosaic/platform/errors';

import { openControl } from '../control.ts';
import { isAlive } from '../is-alive.ts';
import { homeOf, type AddCommand } from './command.ts';

/** How long the stack may take to finish what it has in hand. */
const DRAIN_MS = 30_000;

export const addDown: AddCommand = (program) => {
  program
    .command('down')
    .description('stop the stack')
    .action(async (_options: object, command) => {
      const control = openControl(homeOf(command));
      const { pid } = control.state;
      await control.accounts.stop();
      await control[Symbol.asyncDispose]();
      const deadline = Date.now() + DRAIN_MS;
      while (isAlive(pid)) {
        if (Date.now() > deadline)
          throw new MosaicError(
            'timeout',
            `The stack (process ${pid}) is still finishing its work after ${DRAIN_MS / 1000} s. Wait, or end it with: kill -9 ${pid}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      console.log('Stopped.');
    });
};
