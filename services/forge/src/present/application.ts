import type { OAuth2ApplicationBody } from '@mosaic/contracts/gitea';
import type { NewOauthApplication, OauthApplication } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { rfc3339 } from './time.ts';

/** Gitea's OAuth2Application; the secret is empty but where it has just been made. */
export function presentApplication({ clientSecret = '', ...application }: OauthApplication & { clientSecret?: string }) {
  return {
    id: application.id,
    name: application.name,
    client_id: application.clientId,
    client_secret: clientSecret,
    confidential_client: application.confidential,
    skip_secondary_authorization: application.trusted,
    redirect_uris: application.redirectUris,
    created: rfc3339(application.createdAt),
  };
}

/** What Gitea's clients send, in accounts' words. */
export function applicationOfBody(body: z.output<typeof OAuth2ApplicationBody>): Omit<NewOauthApplication, 'login'> {
  return {
    name: body.name,
    redirectUris: body.redirect_uris,
    confidential: body.confidential_client,
    trusted: body.skip_secondary_authorization,
  };
}
