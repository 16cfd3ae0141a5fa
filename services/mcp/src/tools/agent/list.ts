import { tonyAgentList } from '@mosaic/contracts/mosaic';

import { knownAgents, presentAgent } from '../../agents/agent-reader.ts';
import { readTool } from '../../calls/tool.ts';

/** Agents known to accounts; what one works on is shown to those who may see the task. */
export const tonyAgentListTool = readTool(tonyAgentList, async (_input, context) => ({
  agents: (await knownAgents(context)).map(presentAgent),
}));
