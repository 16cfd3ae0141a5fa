import type { Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { SshKey } from '../../../../keys/key.ts';

/** @throws MosaicError `not_found`. */
export async function requireKey({ keys }: Pick<ForgeContext, 'keys'>, id: number): Promise<SshKey> {
  const key = await keys.reader.byId(id);
  if (key === null) throw new MosaicError('not_found', `There is no key ${id}.`);
  return key;
}

/** @throws MosaicError `not_found`. */
export async function requirePerson(people: ForgeContext['people'], login: string): Promise<Principal> {
  const person = await people.find(login);
  if (person === null) throw new MosaicError('not_found', `There is no user "${login.slice(0, 100)}".`);
  return person;
}
