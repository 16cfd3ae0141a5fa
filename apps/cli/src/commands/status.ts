import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addStatus: AddCommand = (program, exit) => {
  program
    .command('status')
    .description('health of each service, with reasons')
    .option('--json', 'for programs')
    .action(async (options: { json?: boolean }, command) => {
      await using control = await openControl(homeOf(command));
      const { state, publicUrl, system } = control.info;
      if (options.json === true) console.log(JSON.stringify(system));
      else {
        for (const service of system.services)
          console.log(
            `${service.state === 'ok' ? '✓' : '✗'} ${service.name.padEnd(10)} ${service.state.padEnd(9)} ${service.url}${service.reason === undefined ? '' : `  ${service.reason}`}`,
          );
        console.log(`version ${system.version}, ${state === 'ready' ? 'up' : state} ${Math.round(system.uptimeMs / 1000)} s, ${publicUrl}`);
      }
      exit(state === 'ready' && system.services.every((service) => service.state === 'ok') ? 0 : 1);
    });
};
