import { spawn } from 'node:child_process';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addOpen: AddCommand = (program) => {
  program
    .command('open')
    .description('open the dashboard, signed in by a one-time link')
    .option('--user <LOGIN>', 'whom to sign in (default: an administrator)')
    .option('--print', 'only print the link')
    .action(async (options: { user?: string; print?: boolean }, command) => {
      await using control = await openControl(homeOf(command));
      const { url } = await control.client.createLink(options.user === undefined ? {} : { login: options.user });
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
