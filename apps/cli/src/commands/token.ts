import { createToken, Door, Grant, type NewToken, UPSTREAMS } from '@mosaic/contracts/mosaic';
import { MosaicError, parseInput } from '@mosaic/platform/errors';
import { z } from 'zod';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

interface TokenOptions {
  user?: string;
  name: string;
  door: string[];
  grant: string[];
  expires: string;
}

export const addToken: AddCommand = (program) => {
  program
    .command('token')
    .description('make a token and print it')
    .option('--user <LOGIN>', 'whose it is (default: an administrator)')
    .option('--name <TEXT>', 'what it is for', 'command line')
    .option('--door <NAME...>', `where it works: ${Door.options.join(', ')}`, UPSTREAMS)
    .option('--grant <GRANT...>', 'what it may do, as service:resource:action', ['*:*:write'])
    .option('--expires <TIME>', 'how long it lasts, e.g. 12h or 30d', '30d')
    .action(async (options: TokenOptions, command) => {
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      const wanted: NewToken = {
        name: options.name,
        login: options.user ?? person.login,
        doors: parseInput(z.array(Door), options.door, '--door'),
        grants: parseInput(z.array(Grant), options.grant, '--grant'),
        expiresInSeconds: secondsOf(options.expires),
      };
      const { token } = await person.accounts.call(createToken, { body: wanted });
      console.log(token);
    });
};

const UNIT: Record<string, number> = { m: 60, h: 3600, d: 86_400 };

/** "12h" → seconds. */
export function secondsOf(text: string): number {
  const match = /^(\d{1,5})([mhd])$/.exec(text);
  if (match === null) throw new MosaicError('invalid_input', `"${text}" is not a duration; write e.g. 30m, 12h or 30d.`);
  return Number(match[1]) * (UNIT[match[2] as string] as number);
}
