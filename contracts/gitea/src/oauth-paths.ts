/** Gitea's addresses of its OAuth2 and OpenID Connect provider (forge contract 4). */
export const OAUTH_PATHS = {
  /** A person's browser comes here and to `grant`; applications ask at the others. */
  authorize: '/login/oauth/authorize',
  grant: '/login/oauth/grant',
  accessToken: '/login/oauth/access_token',
  userinfo: '/login/oauth/userinfo',
  keys: '/login/oauth/keys',
  introspect: '/login/oauth/introspect',
  configuration: '/.well-known/openid-configuration',
} as const;
