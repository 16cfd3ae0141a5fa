import { userGet } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { presentUser } from '../../../present/user.ts';

/** People, and organizations as users (Gitea's way). */
export const getUser = implement(userGet, {
  grant: 'forge:user:read',
  async handle({ caller, params }, { people, organizations, links }) {
    const person = await people.find(params.username);
    if (person !== null) {
      const { uid, login, name, role } = person;
      return presentUser(links, { uid, login, name, administrator: role === 'administrator' });
    }
    const access = await organizations.reader.byName(caller, params.username);
    if (access === null) throw new MosaicError('not_found', `There is no user "${params.username.slice(0, 100)}".`);
    const { uid, name, fullName, visibility } = access.organization;
    return presentUser(links, { uid, login: name, name: fullName, visibility });
  },
});
