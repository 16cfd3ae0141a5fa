import type { Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../context.ts';

/** @throws MosaicError `not_found`. */
export async function requirePerson({ people }: Pick<ForgeContext, 'people'>, login: string): Promise<Principal> {
  const person = await people.find(login);
  if (person === null) throw new MosaicError('not_found', `There is no user "${login.slice(0, 100)}".`);
  return person;
}
