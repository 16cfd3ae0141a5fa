import { MosaicError } from '@mosaic/platform/errors';

import type { Person } from '../content/commit-files.ts';

/** As git writes it: what would end the name or the address is left out. */
export function signatureLine({ name, email, timestamp }: Person): string {
  // oxlint-disable-next-line no-control-regex -- a line of a commit's head ends at a line break and holds no NUL
  const plain = (text: string) => text.replace(/[<>\u0000\n\r]/g, '').trim();
  const spoken = plain(name).replace(/^[.,:;"'\\\s]+|[.,:;"'\\\s]+$/g, '');
  if (spoken === '') throw new MosaicError('invalid_input', 'Author, committer and tagger need a name.');
  return `${spoken} <${plain(email)}> ${Math.floor(timestamp ?? Date.now() / 1000)} +0000`;
}
