import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { covers } from '@mosaic/contracts/mosaic';
import { bearerOf, operation, type Operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';
import { userInfo } from '../../oauth/claims.ts';
import { readScope } from '../../oauth/scopes.ts';

type Handle = Operation<AccountsContext>['handle'];

/** Whom a token stands for: one that an application got, or one that may read its person's account. */
const handle: Handle = async ({ cause, raw, reply }, { introspector, oauth, principals }) => {
  const token = bearerOf(raw.headers);
  const answer = token === null ? null : await introspector.introspect({ token }, { door: 'userinfo' }, cause);
  const held = answer?.active === true ? await oauth.grants.reader.ofToken(answer.token_id) : undefined;
  const mayAsk =
    answer?.active === true && answer.doors.includes('forge') && (held !== undefined || covers(answer.grants, 'forge:user:read'));
  const principal = mayAsk ? await principals.reader.byId(answer.sub) : undefined;
  reply.header('cache-control', 'no-store');
  if (principal === undefined)
    return reply
      .code(401)
      .header('www-authenticate', 'Bearer realm="Gitea OAuth2"')
      .type('text/plain; charset=utf-8')
      .send('Send an access token that is good, as "Authorization: Bearer …".\n');
  const asksGroups = held !== undefined && readScope(held.scope).claims.includes('groups');
  return userInfo(principal, asksGroups && token !== null ? await oauth.groupsOf(token) : []);
};

export const getUserinfo = operation<AccountsContext>()({ method: 'GET', path: OAUTH_PATHS.userinfo, access: 'anyone', handle });

/** The same (OpenID Connect Core 5.3.1). */
export const postUserinfo = operation<AccountsContext>()({ method: 'POST', path: OAUTH_PATHS.userinfo, access: 'anyone', handle });
