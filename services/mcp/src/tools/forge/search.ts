import { forgeSearch } from '@mosaic/contracts/mosaic';

import { searchFiles } from '../../forge/forge-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const forgeSearchTool = readTool(forgeSearch, async ({ repository, text, ref }, context) => {
  const view = await context.access.read(context.caller, repository);
  return { matches: await searchFiles(context, { view, text, ref }) };
});
