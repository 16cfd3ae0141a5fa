import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LAUNCHER = join(import.meta.dirname, '../../../mosaic');

/** The options of Node that the launcher runs the product with, so that tests and measurements run the same. */
export const NODE_WORDS: readonly string[] = readWords();

function readWords(): string[] {
  const words = /^exec "\$node" (.+) "\$program"/m.exec(readFileSync(LAUNCHER, 'utf8'))?.[1];
  if (words === undefined) throw new Error(`${LAUNCHER} does not say how it runs the command line`);
  return words.split(' ');
}
