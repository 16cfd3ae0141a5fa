import type { forgeFileRead, ToolOutput } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** Bytes of a file that are shown at once. */
const SHOWN = 256 * 1024;
/** Bytes in which git looks for a NUL to tell a binary file. */
const SNIFFED = 8_000;

/** Whole lines of a text file. Throws `unsupported` for one that is no text, `too_large` for a line that is too long to be shown. */
export function linesOfFile(
  path: string,
  bytes: Uint8Array,
  { fromLine, lines }: { fromLine: number; lines: number },
): ToolOutput<typeof forgeFileRead> {
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
}

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
