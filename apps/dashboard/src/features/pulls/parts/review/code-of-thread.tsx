import { FileLines } from '../../../../parts/diff/file-lines.tsx';
import css from './review.module.css';
import { hunkFile } from './suggestions.ts';
import type { Thread } from './threads.ts';

/** Lines that lead to the one that is spoken of. */
const LINES = 6;

/** The code that a conversation stands on, as it was when it began. */
export function CodeOfThread({ thread: { path, hunk } }: { thread: Thread }) {
  const file = hunkFile(path, hunk, LINES);
  if (file === undefined) return null;
  return (
    <div className={css['code']}>
      <FileLines file={file} shape="unified" label={`Code of ${path} that is spoken of`} />
    </div>
  );
}
