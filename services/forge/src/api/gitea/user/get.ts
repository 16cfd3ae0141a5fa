import { userGet } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';
import { requirePerson } from './person-of-request.ts';
import { presentUser } from '../../../present/user.ts';

export const getUser = implement(userGet, {
  grant: 'forge:user:read',
  async handle({ params }, context) {
    const person = await requirePerson(context, params.username);
    return presentUser(context.links, {
      uid: person.uid,
      login: person.login,
      name: person.name,
      administrator: person.role === 'administrator',
    });
  },
});
