import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addStatus: AddCommand = (program, exit) => {
  program
    .command('status')
    .description('health of each service, with reasons')
    .option('--json', 'for programs')
    .action(async (options: { json?: boolean }, command) => {
      await using control = openControl(homeOf(command));
      const status = await control.accounts.getSystem();
      if (options.json === true) console.log(JSON.stringify(status));
      else {
        for (const { name, url, state, reason } of status.services)
          console.log(
            `${state === 'ok' ? '✓' : '✗'} ${name.padEnd(10)} ${state.padEnd(9)} ${url}${reason === undefined ? '' : `  ${reason}`}`,
          );
        console.log(`version ${status.version}, up ${Math.round(status.uptimeMs / 1000)} s, ${control.state.publicUrl}`);
      }
      exit(status.services.every(({ state }) => state === 'ok') ? 0 : 1);
    });
};
