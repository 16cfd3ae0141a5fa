import { userDeleteOAuth2Application } from '@mosaic/contracts/gitea';

import { requireMayChangeApplications } from '../../../../identity/application-policy.ts';
import { implement } from '../../../forge-operation.ts';

export const deleteApplication = implement(userDeleteOAuth2Application, {
  grant: 'forge:user:write',
  async handle({ caller, params }, { applications }) {
    requireMayChangeApplications(caller);
    await applications.remove(caller.login, params.id);
  },
});
