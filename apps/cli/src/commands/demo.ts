import { runDemo, type DemoHop } from '@mosaic/server/demo';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addDemo: AddCommand = (program) => {
  program
    .command('demo')
    .description('push a real project through the whole loop of the running stack')
    .option('--failure', 'break the build first, show the issue that triage opens, mend it')
    .option('--json', 'for programs')
    .action(async (options: { failure?: boolean; json?: boolean }, command) => {
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      const token = await person.token({
        name: 'demo',
        doors: ['forge', 'mcp'],
        grants: ['forge:repository:write', 'forge:issue:read', 'mcp:*:read'],
      });
      const show = (hop: DemoHop) => console.log(`${hop.name.padEnd(13)} ${`${hop.ms} ms`.padStart(9)}  ${hop.detail}`);
      const result = await runDemo({
        publicUrl: control.info.publicUrl,
        edgeUrl: control.edgeUrl,
        mcpUrl: control.info.mcpUrl,
        token,
        login: person.login,
        ...(options.failure === true ? { failure: true } : {}),
        ...(options.json === true ? {} : { onHop: show }),
      });
      if (options.json === true) {
        console.log(JSON.stringify(result));
        return;
      }
      if (result.issue !== null) console.log(`\n${result.issue.body.trim()}\n`);
      console.log(`\nLive at ${result.site}\nThe whole journey: ${control.info.publicUrl}/-/journeys/${result.traceId}`);
    });
};
