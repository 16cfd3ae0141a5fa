import { text } from 'node:stream/consumers';
import { createToken } from '@mosaic/contracts/mosaic';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

/**
 * git's credential helper protocol (gitcredentials(7)): hands the owner of this home a short-lived token for the stack's
 * own address, so that a push asks for nothing. `mosaic init` sets it up for one repository.
 */
export const addGitCredential: AddCommand = (program) => {
  program
    .command('git-credential', { hidden: true })
    .argument('<operation>', 'get, store or erase')
    .action(async (operation: string, _options: object, command) => {
      if (operation !== 'get') return;
      const asked = new Map(
        (await text(process.stdin)).split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      await using control = await openControl(homeOf(command));
      if (asked.get('host') !== new URL(control.info.publicUrl).host) return;
      await using person = await control.signIn();
      const { token } = await person.accounts.call(createToken, {
        body: {
          name: 'git',
          doors: ['forge'],
          grants: ['forge:repository:write'],
          expiresInSeconds: 600,
        },
      });
      process.stdout.write(`username=${person.login}\npassword=${token}\n`);
    });
};
