import { MosaicError } from '@mosaic/platform/errors';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addEvent: AddCommand = (program) => {
  const event = program.command('event').description('events that a service could not take and has put aside');
  event
    .command('list')
    .description('which, and why')
    .option('--json', 'for programs')
    .action(async (options: { json?: boolean }, command) => {
      await using control = await openControl(homeOf(command));
      const found = await control.client.parkedEvents();
      if (options.json === true) return console.log(JSON.stringify(found));
      if (found.length === 0) return console.log('No event is put aside.');
      for (const { service, consumer, seq, type, subject, error, attempts, parkedAt, replay } of found)
        console.log(
          `${service} ${consumer} ${seq}  ${type} ${subject}\n  ${new Date(parkedAt).toISOString()}, ${attempts} tries${replay ? ', tried again by itself' : ''}: ${error}`,
        );
    });
  event
    .command('replay')
    .description('tries them again, within half a minute')
    .option('--service <NAME>', 'only those of this service')
    .option('--consumer <NAME>', 'only those of this consumer')
    .option('--seq <NUMBER>', 'only the one with this number')
    .action(async ({ seq, ...named }: { service?: string; consumer?: string; seq?: string }, command) => {
      if (seq !== undefined && !/^\d{1,15}$/.test(seq)) throw new MosaicError('invalid_input', '--seq must be a number.');
      await using control = await openControl(homeOf(command));
      const count = await control.client.replayEvents({ ...named, ...(seq === undefined ? {} : { seq: Number(seq) }) });
      console.log(count === 0 ? 'No such event is put aside.' : `${count} will be tried again; look with: mosaic event list`);
    });
};
