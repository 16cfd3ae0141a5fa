import { callTool, journeyGet } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addTrace: AddCommand = (program) => {
  program
    .command('trace')
    .description('the journey of one change, hop by hop')
    .argument('<id>', 'trace id or commit SHA')
    .option('--json', 'for programs')
    .action(async (id: string, options: { json?: boolean }, command) => {
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      const token = await person.token({ name: 'trace', doors: ['mcp'], grants: ['mcp:*:read'] });
      await using mcp = createSend({ baseUrl: control.info.mcpUrl, headers: () => ({ authorization: `Bearer ${token}` }), connections: 1 });
      const { journey } = await callTool(mcp, journeyGet, { id: id.toLowerCase() });
      if (options.json === true) {
        console.log(JSON.stringify(journey));
        return;
      }
      console.log(
        `${journey.repository} ${journey.sha.slice(0, 10)} ${journey.title}\n${control.info.publicUrl}/-/journeys/${journey.traceId}`,
      );
      for (const hop of journey.hops) {
        const at = `+${hop.startedAt - journey.startedAt} ms`;
        const took = hop.durationMs === null ? 'running' : `${Math.round(hop.durationMs)} ms`;
        console.log(`${at.padStart(10)} ${took.padStart(10)}  ${hop.state.padEnd(9)} ${hop.kind.padEnd(12)} ${hop.title}`);
      }
    });
};
