import { userCreateOAuth2Application } from '@mosaic/contracts/gitea';

import { requireMayChangeApplications } from '../../../../identity/application-policy.ts';
import { applicationOfBody, presentApplication } from '../../../../present/application.ts';
import { implement } from '../../../forge-operation.ts';

export const createApplication = implement(userCreateOAuth2Application, {
  grant: 'forge:user:write',
  async handle({ caller, body, reply }, { applications }) {
    requireMayChangeApplications(caller);
    reply.header('cache-control', 'no-store');
    return presentApplication(await applications.create(caller.login, applicationOfBody(body)));
  },
});
