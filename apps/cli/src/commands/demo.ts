import { runDemo, type DemoHop } from '@mosaic/server/demo';

import { openControl } from '../control.ts';
import { personToken } from '../person-token.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addDemo: AddCommand = (program) => {
  program
    .command('demo')
    .description('push a real project through the whole loop of the running stack')
    .option('--failure', 'break the build first, show the issue that triage opens, mend it')
    .option('--json', 'for programs')
    .action(async (options: { failure?: boolean; json?: boolean }, command) => {
      await using control = openControl(homeOf(command));
      const login = control.config.adminUser;
      await using key = await personToken(control, login, 'demo');
      const show = (hop: DemoHop) => console.log(`${hop.name.padEnd(13)} ${`${hop.ms} ms`.padStart(9)}  ${hop.detail}`);
      const result = await runDemo({
        publicUrl: control.state.publicUrl,
        edgeUrl: control.edgeUrl,
        mcpUrl: control.state.mcpUrl,
        token: key.token,
        login,
        ...(options.failure === true ? { failure: true } : {}),
        ...(options.json === true ? {} : { onHop: show }),
      });
      if (options.json === true) {
        console.log(JSON.stringify(result));
        return;
      }
      if (result.issue !== null) console.log(`\n${result.issue.body.trim()}\n`);
      console.log(`\nLive at ${result.site}\nThe whole journey: ${control.state.publicUrl}/-/journeys/${result.traceId}`);
    });
};
