import { MosaicError } from '@mosaic/platform/errors';

import type { Person } from '../identity/people.ts';
import type { ForgeContext } from './context.ts';

/** @throws MosaicError `not_found`. */
export async function requirePerson({ people }: Pick<ForgeContext, 'people'>, login: string): Promise<Person> {
  const person = await people.find(login);
  if (person === null) throw new MosaicError('not_found', `There is no user "${login}".`);
  return person;
}
