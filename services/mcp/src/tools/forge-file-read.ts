import { expectOkOrMissing, query } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { readTool } from './tool.ts';

/** Bytes of a file that are shown, and the largest file that is fetched at all. */
const SHOWN = 256 * 1024;
const FETCHED = 8 * 1024 * 1024;

/** The beginning of a text file. */
export const forgeFileRead = readTool('forge_file_read', async ({ repository, path, ref }, { access, caller, forge, signal }) => {
  const view = await access.read(caller, repository);
  const at = ref === '' ? view.defaultBranch : ref;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const address = `/api/v1/repos/${view.fullName.split('/').map(encodeURIComponent).join('/')}/raw/${encoded}${query({ ref: at })}`;
  if (path.split('/').some((part) => part === '..' || part === '.'))
    throw new MosaicError('invalid_input', 'The path must not hold "." or ".." as a part; it begins at the root of the repository.');
  const response = await expectOkOrMissing(forge, { method: 'GET', path: address, headers: { accept: '*/*' }, signal }).catch(
    (cause: unknown) => {
      throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly.', { cause });
    },
  );
  if (response === null) throw new MosaicError('not_found', `${view.fullName} has no file "${path}" at "${at}".`);
  if (Number(response.headers['content-length'] ?? 0) > FETCHED) {
    await response.discard();
    throw new MosaicError('too_large', `"${path}" is larger than ${FETCHED / 1024 / 1024} MiB; clone the repository to read it.`);
  }
  const bytes = await response.bytes();
  const shown = bytes.subarray(0, SHOWN);
  if (shown.includes(0)) throw new MosaicError('unsupported', `"${path}" is not a text file.`);
  return { path, text: new TextDecoder().decode(shown), size: bytes.length, truncated: bytes.length > SHOWN };
});
