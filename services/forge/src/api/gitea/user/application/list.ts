import { userGetOAuth2Applications } from '@mosaic/contracts/gitea';

import { implement } from '../../../forge-operation.ts';
import { pageOf, sendPageHeaders } from '../../paging.ts';
import { presentApplication } from '../../../../present/application.ts';

/** None to a token for listed repositories. */
export const listApplications = implement(userGetOAuth2Applications, {
  grant: 'forge:user:read',
  async handle({ caller, query, raw, reply }, { applications, links }) {
    const all = caller.repositories === null ? await applications.list(caller.login) : [];
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return pageOf(all, query).map((one) => presentApplication(one));
  },
});
