import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';
import { CLAIM_SCOPES } from '../../oauth/scopes.ts';

/** What an OpenID Connect client has to know of us (OpenID Connect Discovery 3). */
export const getConfiguration = operation<AccountsContext>()({
  method: 'GET',
  path: OAUTH_PATHS.configuration,
  access: 'anyone',
  handle: async (_request, { settings: { publicUrl } }) => ({
    issuer: publicUrl,
    authorization_endpoint: publicUrl + OAUTH_PATHS.authorize,
    token_endpoint: publicUrl + OAUTH_PATHS.accessToken,
    jwks_uri: publicUrl + OAUTH_PATHS.keys,
    userinfo_endpoint: publicUrl + OAUTH_PATHS.userinfo,
    introspection_endpoint: publicUrl + OAUTH_PATHS.introspect,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['plain', 'S256'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
    scopes_supported: [...CLAIM_SCOPES],
    claims_supported: [
      'aud',
      'exp',
      'iat',
      'iss',
      'sub',
      'nonce',
      'name',
      'preferred_username',
      'profile',
      'updated_at',
      'email',
      'email_verified',
      'groups',
    ],
  }),
});
