import { z } from 'zod';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { clientAddress, operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';
import { subjectOf } from '../../oauth/claims.ts';
import { basicOf } from '../../oauth/client-credentials.ts';
import { proves } from '../../oauth/token-endpoint.ts';

/** What a token that an application got is good for (RFC 7662), asked by an application that keeps a secret. */
export const introspectAccessToken = operation<AccountsContext>()({
  method: 'POST',
  path: OAUTH_PATHS.introspect,
  access: 'anyone',
  body: z.object({ token: z.string().max(4_096).default('') }),
  handle: async ({ body, cause, raw, reply }, { introspector, oauth, principals, settings, edgeProof }) => {
    reply.header('cache-control', 'no-store');
    const client = basicOf(raw.headers.authorization);
    const asking = client === null ? undefined : (await oauth.applications.reader.byClientId(client.clientId))?.row;
    if (client === null || asking === undefined || !proves(asking, client.secret)) {
      const address = clientAddress(raw, edgeProof);
      await oauth.limit.refuse(address);
      await oauth.limit.failed(address);
      return reply
        .code(401)
        .header('www-authenticate', 'Basic realm="Gitea OAuth2"')
        .type('text/plain; charset=utf-8')
        .send('Send the client id and the secret of an application, as "Authorization: Basic …".\n');
    }
    const answer = await introspector.introspect({ token: body.token }, { door: 'oauth' }, cause);
    const held = answer.active ? await oauth.grants.reader.ofToken(answer.token_id) : undefined;
    const principal = answer.active ? await principals.reader.byId(answer.sub) : undefined;
    if (!answer.active || held === undefined || principal === undefined) return { active: false };
    return {
      active: true,
      ...(held.scope === '' ? {} : { scope: held.scope }),
      username: principal.login,
      iss: settings.publicUrl,
      sub: subjectOf(principal),
      aud: [held.clientId],
      ...(answer.exp === undefined ? {} : { exp: answer.exp }),
    };
  },
});
