import { userGetOAuth2Application } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { presentApplication } from '../../../../present/application.ts';

/** None to a token for listed repositories. */
export const getApplication = implement(userGetOAuth2Application, {
  grant: 'forge:user:read',
  async handle({ caller, params }, { applications }) {
    if (caller.repositories !== null) throw new MosaicError('not_found', 'This token is for some repositories, and knows no applications.');
    return presentApplication(await applications.require(caller.login, params.id));
  },
});
