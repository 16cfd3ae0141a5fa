import { forgeFileRead } from '@mosaic/contracts/mosaic';

import { linesOfFile } from '../../forge/file-lines.ts';
import { fetchFile } from '../../forge/forge-reader.ts';
import { readTool } from '../../calls/tool.ts';

/** Lines of a text file. */
export const forgeFileReadTool = readTool(forgeFileRead, async ({ repository, path, ref, ...wanted }, context) => {
  const view = await context.access.read(context.caller, repository);
  return linesOfFile(path, await fetchFile(context, { view, path, ref }), wanted);
});
