import { z } from 'zod';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { clientAddress, operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';
import { clientCredentialsOf } from '../../oauth/client-credentials.ts';

const Text = z.string().max(4_096).default('');

/** Trades a code or a refresh token for tokens (RFC 6749, 4.1.3 and 6); refusals are 400, as Gitea's are. */
export const createAccessToken = operation<AccountsContext>()({
  method: 'POST',
  path: OAUTH_PATHS.accessToken,
  access: 'anyone',
  body: z.object({
    grant_type: Text,
    client_id: Text,
    client_secret: Text,
    redirect_uri: Text,
    code: Text,
    code_verifier: Text,
    refresh_token: Text,
  }),
  handle: async ({ body, cause, raw, reply }, { oauth, edgeProof }) => {
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
    const client = clientCredentialsOf(raw.headers.authorization, body);
    if ('error' in client) return reply.code(400).send(client);
    const { grant_type: grantType, redirect_uri: redirectUri, code, code_verifier: verifier, refresh_token: refreshToken } = body;
    const address = clientAddress(raw, edgeProof);
    const answer = await oauth.tokens.answer({ grantType, client, code, redirectUri, verifier, refreshToken, address }, cause);
    return reply.code('error' in answer ? 400 : 200).send(answer);
  },
});
