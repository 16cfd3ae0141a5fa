import { asMosaicError } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';

import type { KeyHolder } from '../../keys/key-sign-in.ts';

/** What `ssh -T` reads, in the form that Gitea's clients know. */
export function greeting({ key, caller }: KeyHolder): string {
  const [whom, which] = caller === null ? ['', 'deploy key'] : [`, ${caller.login}`, 'key'];
  return `Hi there${whom}! You've successfully authenticated with the ${which} named ${plain(key.title)}, but MosAIc does not provide shell access.\n`;
}

/** What a client reads that asks for something else than git; `command` may be anything. */
export function refusalOf(command: string): string {
  const [verb = ''] = command.trim().split(/\s+/);
  if (verb === 'git-lfs-transfer') return 'Large files go over HTTP here (git-lfs-authenticate).\n';
  return `"${plain(verb).slice(0, 60)}" is not served here: this door takes git's own commands alone (clone, fetch, push, archive).\n`;
}

/** What a client reads of an error: our own words, or that the log has it. */
export function wordsOf(error: unknown, log: Log): string {
  const known = asMosaicError(error);
  if (known.code !== 'internal') return `${plain(known.message)}\n`;
  log.error({ err: error }, 'a command by SSH failed');
  return 'Something went wrong at the server; whoever runs it finds the reason in its log.\n';
}

/** Without what would drive a terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
