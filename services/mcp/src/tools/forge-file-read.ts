import { forgeFileRead } from '@mosaic/contracts/mosaic';
import { encodeBytePath, expectOkOrMissing, query } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { readTool } from './tool.ts';

/** Bytes of a file that are shown, and the largest file that is fetched at all. */
const SHOWN = 256 * 1024;
const FETCHED = 8 * 1024 * 1024;
/** Bytes in which git looks for a NUL to tell a binary file. */
const SNIFFED = 8_000;

/** Lines of a text file. */
export const forgeFileReadTool = readTool(
  forgeFileRead,
  async ({ repository, path, ref, fromLine, lines }, { access, caller, forge, signal }) => {
    const view = await access.read(caller, repository);
    const at = ref === '' ? view.defaultBranch : ref;
    const encoded = encodeBytePath(path);
    const address = `/api/v1/repos/${encodeBytePath(view.fullName)}/raw/${encoded}${query({ ref: at })}`;
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
    if (bytes.subarray(0, SNIFFED).includes(0)) throw new MosaicError('unsupported', `"${path}" is not a text file.`);
    const all = linesOf(new TextDecoder().decode(bytes));
    const wanted = all.slice(fromLine - 1, fromLine - 1 + lines);
    const shown = wanted.slice(0, countWithin(wanted, SHOWN));
    if (shown.length === 0 && wanted.length > 0)
      throw new MosaicError(
        'too_large',
        `Line ${fromLine} of "${path}" alone is larger than ${SHOWN / 1024} KiB; clone the repository to read it.`,
      );
    return {
      path,
      text: shown.join(''),
      fromLine,
      lines: shown.length,
      totalLines: all.length,
      size: bytes.length,
      truncated: fromLine - 1 + shown.length < all.length,
    };
  },
);

/** Lines with their ends, so that joined they are the file. */
function linesOf(text: string): string[] {
  return text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

/** How many of the lines fit into so many bytes. */
function countWithin(lines: readonly string[], limit: number): number {
  let bytes = 0;
  const over = lines.findIndex((line) => (bytes += Buffer.byteLength(line)) > limit);
  return over === -1 ? lines.length : over;
}
