import { spawn } from 'node:child_process';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addOpen: AddCommand = (program) => {
  program
    .command('open')
    .description('open the dashboard, signed in by a one-time link')
    .option('--user <LOGIN>', 'whom to sign in (default: the first administrator)')
    .option('--print', 'only print the link')
    .action(async (options: { user?: string; print?: boolean }, command) => {
      await using control = openControl(homeOf(command));
      const { url } = await control.accounts.createLink({ login: options.user ?? control.config.adminUser });
      console.log(`${url}\n(works once, within 15 minutes)`);
      const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
      if (
        options.print === true ||
        (process.platform === 'linux' && process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined)
      )
        return;
      spawn(opener, [url], { detached: true, stdio: 'ignore' })
        .on('error', () => undefined)
        .unref();
    });
};
