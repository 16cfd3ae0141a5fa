import { MosaicError } from '@mosaic/platform/errors';
import { isHomeHeld } from '@mosaic/platform/lifecycle';
import { pause } from '@mosaic/platform/waiting';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

/** How long the stack may take to finish what it has in hand. */
const DRAIN_MS = 30_000;

export const addDown: AddCommand = (program) => {
  program
    .command('down')
    .description('stop the stack')
    .action(async (_options: object, command) => {
      const control = await openControl(homeOf(command));
      const { config, info, client } = control;
      await client.stop();
      await control[Symbol.asyncDispose]();
      const deadline = Date.now() + DRAIN_MS;
      while (isHomeHeld(config.home)) {
        if (Date.now() > deadline)
          throw new MosaicError(
            'timeout',
            `The stack (process ${info.pid}) is still finishing its work after ${DRAIN_MS / 1000} s. Wait, or end it with: kill -9 ${info.pid}`,
          );
        await pause(50);
      }
      console.log('Stopped.');
    });
};
