import { forgeRepositoryList } from '@mosaic/contracts/mosaic';

import { listRepositories } from '../../forge/forge-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const forgeRepositoryListTool = readTool(forgeRepositoryList, async (page, context) => ({
  repositories: await listRepositories(context, page),
}));
