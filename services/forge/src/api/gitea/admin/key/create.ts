import { adminCreatePublicKey } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';
import { parsePublicKey } from '../../../../keys/public-key.ts';
import { presentKey } from '../../../../present/key.ts';

/** Whoever holds the key comes in as that person: the token must be worth acting as others. */
export const createKeyForUser = implement(adminCreatePublicKey, {
  grant: 'forge:sudo:admin',
  async handle({ caller, params, body, cause }, context) {
    const { keys, links } = context;
    const person = await requirePerson(context, params.username);
    if (person.builtIn) throw new MosaicError('forbidden', "The platform's own services and agents have no SSH keys.");
    const added = await keys.writer.add(person, { title: body.title, key: parsePublicKey(body.key) }, cause);
    return presentKey(links, added, caller);
  },
});
