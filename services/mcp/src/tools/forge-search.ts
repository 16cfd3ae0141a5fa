import { forgeSearch, nativeCalls, searchCode } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { readTool } from './tool.ts';

/** Lines shown at most. */
const LIMIT = 100;

/** Lines that hold a text. Gitea's contract has no such call, so it is our forge's own. */
export const forgeSearchTool = readTool(forgeSearch, async ({ repository, text, ref }, { access, caller, forge, signal }) => {
  const view = await access.read(caller, repository);
  const [owner = '', repo = ''] = view.fullName.split('/');
  const asked = { owner, repo, query: { q: text, ref: ref === '' ? view.defaultBranch : ref } };
  const found = await nativeCalls(forge)
    .callOrNull(searchCode, asked, { signal })
    .catch((cause: unknown) => {
      throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly.', { cause });
    });
  if (found === null)
    throw new MosaicError(
      'unsupported',
      'This forge cannot search in files, or the ref does not exist. Clone the repository to search in it.',
    );
  return { matches: found.matches.slice(0, LIMIT) };
});
