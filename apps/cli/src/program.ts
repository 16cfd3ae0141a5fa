import { Command, CommanderError } from 'commander';

import { WireError } from '@mosaic/contracts/wire';
import { asMosaicError, MosaicError } from '@mosaic/platform/errors';

import { COMMANDS } from './commands/list.ts';

/** Exit codes: 0 done, 1 failed with a message that says what to do, 2 wrong usage. */
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
  console.error(`mosaic: ${wordsOf(error)}`);
  return 1;
}

/** What a person is told of any fault: the platform's own words where it answered, never a stack trace. */
function wordsOf(error: unknown): string {
  if (error instanceof MosaicError) return error.message;
  if (error instanceof WireError) return `${refusalOf(error)} (${error.request} answered ${error.status})`;
  const known = asMosaicError(error);
  if (known.code !== 'internal') return known.message;
  const { code } = error as { code?: string };
  if (['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].includes(code ?? ''))
    return `The stack did not answer (${code}). Look with "mosaic status"; "mosaic logs" says more.`;
  return `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`;
}

/** The words of an RFC 9457 problem or of Gitea's and Woodpecker's errors; else what came. */
function refusalOf({ body }: WireError): string {
  try {
    const { detail, message } = JSON.parse(body) as { detail?: string; message?: string };
    return detail ?? message ?? body.slice(0, 300);
  } catch {
    return body.slice(0, 300);
  }
}
