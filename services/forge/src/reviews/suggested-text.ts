import { isUtf8 } from 'node:buffer';

import { MosaicError } from '@mosaic/platform/errors';

import type { LineRange } from './comment-places.ts';

/** Lines that stand in place of others. */
export interface Replacement extends LineRange {
  lines: readonly string[];
}

/**
 * A file with some of its lines replaced. Each line ends as those did that it stands for, and the last one only where it did.
 * @throws MosaicError `invalid_input` for lines that are not there, or are replaced twice, and letters that the file's encoding may not have.
 */
export function replaceLines(file: Buffer, replacements: readonly Replacement[]): Buffer {
  const added = replacements.flatMap(({ lines }) => lines).join('');
  if (!isUtf8(file) && !/^[\0-\x7f]*$/.test(added))
    throw new MosaicError(
      'invalid_input',
      'The file is not UTF-8, so that only plain letters can be put into it here; change it with git.',
    );
  // Byte by byte, so that what is not replaced stays as it is.
  const lines = file.toString('latin1').split('\n');
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  let before = count + 1;
  for (const { from, to, lines: suggested } of replacements.toSorted((one, other) => other.from - one.from)) {
    if (from < 1 || to > count) throw new MosaicError('invalid_input', 'A suggestion reaches beyond the lines of its file.');
    if (to >= before) throw new MosaicError('invalid_input', 'Two of the suggestions are about the same lines; commit one of them.');
    before = from;
    const isCut = to === lines.length;
    // The last line of a file may have no end to tell by.
    const ending = (isCut ? (lines[from - 2] ?? '') : (lines[from - 1] ?? '')).endsWith('\r') ? '\r' : '';
    const now = suggested.map((line, at) => bytesOf(line) + (isCut && at === suggested.length - 1 ? '' : ending));
    lines.splice(from - 1, to - from + 1, ...now);
    if (isCut && now.length === 0 && lines.length > 0) lines.push((lines.pop() ?? '').replace(/\r$/, ''));
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}

function bytesOf(line: string): string {
  return Buffer.from(line, 'utf8').toString('latin1');
}
