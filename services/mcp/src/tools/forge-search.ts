import { z } from 'zod';

import { TOOLS } from '@mosaic/contracts/mosaic';
import { encodeBytePath, expectOkOrMissing, query } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { readTool } from './tool.ts';

/** Lines shown at most. */
const LIMIT = 100;
const Found = z.object({ matches: TOOLS.forge_search.output.shape.matches });

/** Lines that hold a text. Gitea's contract has no such call, so it is our forge's own: `GET /-/repositories/{o}/{r}/search`. */
export const forgeSearch = readTool('forge_search', async ({ repository, text, ref }, { access, caller, forge, signal }) => {
  const view = await access.read(caller, repository);
  const path = `/-/repositories/${encodeBytePath(view.fullName)}/search`;
  const asked = query({ q: text, ref: ref === '' ? view.defaultBranch : ref });
  const response = await expectOkOrMissing(forge, { method: 'GET', path: path + asked, signal }).catch((cause: unknown) => {
    throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly.', { cause });
  });
  if (response === null)
    throw new MosaicError(
      'unsupported',
      'This forge cannot search in files, or the ref does not exist. Clone the repository to search in it.',
    );
  return { matches: Found.parse(await response.json()).matches.slice(0, LIMIT) };
});
