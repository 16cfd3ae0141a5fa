import { MosaicError } from '@mosaic/platform/errors';

import type { Person } from '../content/commit-files.ts';
import { signatureLine } from '../objects/signature-line.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

export interface NewTag {
  name: string;
  commitId: string;
  message: string;
  tagger: Person;
}

/** Stores an annotated tag (git-mktag(1)) that no ref names yet; answers its id. @throws MosaicError `invalid_input` for the message. */
export async function writeTag(repository: Repository, { name, commitId, message, tagger }: NewTag): Promise<string> {
  if (message.includes('\0')) throw new MosaicError('invalid_input', 'The message of a tag cannot hold a NUL.');
  const head = [`object ${commitId}`, 'type commit', `tag ${name}`, `tagger ${signatureLine(tagger)}`];
  const { stdout } = await run(['mktag'], { gitDir: repository.gitDir, input: `${head.join('\n')}\n\n${message.trimEnd()}\n` });
  return stdout.toString('utf8').trim();
}
