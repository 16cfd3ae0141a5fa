import { isDeepStrictEqual } from 'node:util';

import { MosaicError } from '@mosaic/platform/errors';

/**
 * Clients send a whole object back to change one member of it: what this server cannot set must be as it is shown.
 * @throws MosaicError (`invalid_input`) that names the others.
 */
export function refuseOthers(body: Record<string, unknown>, shown: Record<string, unknown>, settings: object): void {
  const others = Object.keys(body).filter((member) => !Object.hasOwn(settings, member) && !isDeepStrictEqual(body[member], shown[member]));
  if (others.length === 0) return;
  throw new MosaicError(
    'invalid_input',
    `This server cannot set ${others.join(', ')}; nothing was changed. Leave it out, or send it as it is.`,
  );
}
