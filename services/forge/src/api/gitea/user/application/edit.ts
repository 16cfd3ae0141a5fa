import { userUpdateOAuth2Application } from '@mosaic/contracts/gitea';

import { requireMayChangeApplications } from '../../../../identity/application-policy.ts';
import { applicationOfBody, presentApplication } from '../../../../present/application.ts';
import { implement } from '../../../forge-operation.ts';

/** All of it is said anew, and the secret is another, as at Gitea. */
export const editApplication = implement(userUpdateOAuth2Application, {
  grant: 'forge:user:write',
  async handle({ caller, params, body, reply }, { applications }) {
    requireMayChangeApplications(caller);
    reply.header('cache-control', 'no-store');
    return presentApplication(await applications.replace(caller.login, params.id, applicationOfBody(body)));
  },
});
