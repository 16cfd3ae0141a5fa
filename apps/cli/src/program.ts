import { Command, CommanderError } from 'commander';

import { MosaicError } from '@mosaic/platform/errors';

import { COMMANDS } from './commands/list.ts';

/** Exit codes of the contract (design.md 8): 0 done, 1 failed with a message that says what to do, 2 wrong usage. */
export function createProgram(): { run(words: readonly string[]): Promise<number> } {
  return {
    async run(words) {
      const program = new Command('mosaic')
        .description('A self-hosted development platform in which AI agents are colleagues.')
        .option('--home <DIR>', 'where everything is kept (default: MOSAIC_HOME or ~/.mosaic)')
        .showHelpAfterError()
        .exitOverride();
      let code = 0;
      try {
        const wanted = words.find((word, index) => Object.hasOwn(COMMANDS, word) && words[index - 1] !== '--home');
        for (const load of wanted === undefined ? Object.values(COMMANDS) : [COMMANDS[wanted] as (typeof COMMANDS)[string]]) {
          (await load())(program, (work) => {
            code = work;
          });
        }
        await program.parseAsync([...words], { from: 'user' });
        return code;
      } catch (error) {
        return exitCodeOf(error);
      }
    },
  };
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof MosaicError) {
    console.error(`mosaic: ${error.message}`);
    return 1;
  }
  console.error(error);
  return 1;
}
