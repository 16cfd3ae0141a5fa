import { parseArgs } from 'node:util';

import { runInForeground, wordsOf } from './foreground.ts';
import { readyWord, tellStarter } from './word-to-starter.ts';

/** The server alone, as images and `mosaic up --detach` start it. */
const { values } = parseArgs({ options: { home: { type: 'string' } } });

async function onFault(words: string): Promise<void> {
  process.stderr.write(`mosaic: ${words}\n`);
  await tellStarter({ failed: words });
}

async function main(): Promise<void> {
  try {
    await runInForeground({ home: values.home, onReady: (ready) => void tellStarter(readyWord(ready)), onFault });
    // Heard by nobody who was told that it is ready.
    await tellStarter({ failed: 'It was stopped before it was ready.' });
    process.exitCode = 0;
  } catch (error) {
    await onFault(wordsOf(error));
    process.exitCode = 1;
  }
}

// What Node says of a module that waits for what never comes. The pack is a script (docs/adr/007-what-people-run-is-packed.md),
// which awaits nothing at its top, and Node would call such an end a success.
process.exitCode = 13;
void main();
