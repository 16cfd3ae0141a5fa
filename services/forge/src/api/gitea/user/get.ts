import { userGet } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { presentUser } from '../../../present/user.ts';

export const getUser = implement(userGet, {
  grant: 'forge:user:read',
  async handle({ params }, { people, links }) {
    const person = await people.find(params.username);
    if (person === null) throw new MosaicError('not_found', `There is no user "${params.username.slice(0, 100)}".`);
    return presentUser(links, { uid: person.uid, login: person.login, name: person.name, administrator: person.role === 'administrator' });
  },
});
