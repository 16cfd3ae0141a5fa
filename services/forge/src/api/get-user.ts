import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';
import { presentUser } from './present/user.ts';

export const getUser = forgeOperation({
  method: 'GET',
  path: '/users/:username',
  grant: 'forge:user:read',
  params: z.object({ username: z.string().max(100) }),
  async handle({ params }, { people, links }) {
    const person = await people.find(params.username);
    if (person === null) throw new MosaicError('not_found', `There is no user "${params.username}".`);
    return presentUser(links, { uid: person.uid, login: person.login, name: person.name, administrator: person.role === 'administrator' });
  },
});
