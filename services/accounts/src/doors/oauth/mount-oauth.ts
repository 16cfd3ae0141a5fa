import { parse } from 'node:querystring';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { mountOperations, type HttpApp, type MountOptions, type Operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';

/** Forms of OAuth2 are a few short members. */
const FORM_BYTES = 64 * 1024;

/** What a page of another origin may ask: nothing of it leans on a cookie. */
const OPEN_TO_PAGES = [OAUTH_PATHS.accessToken, OAUTH_PATHS.userinfo, OAUTH_PATHS.keys, OAUTH_PATHS.configuration];
const OPEN_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-allow-methods': 'GET, POST',
  'access-control-max-age': '600',
};

/** The OAuth2 provider's addresses, which alone take forms: pages that ask a person, and what applications ask, for whom no cookie counts. */
export async function mountOauth(
  app: HttpApp,
  { pages, questions }: { pages: readonly Operation<AccountsContext>[]; questions: readonly Operation<AccountsContext>[] },
  options: MountOptions<AccountsContext>,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES }, (_request, body, done) =>
      done(null, { ...parse(body as string) }),
    );
    scope.addHook('onRequest', async (request, reply) => {
      if (OPEN_TO_PAGES.some((path) => path === request.url.split('?', 1)[0])) reply.headers(OPEN_HEADERS);
    });
    for (const path of OPEN_TO_PAGES) scope.options(path, async (_request, reply) => reply.code(204).send());
    mountOperations(scope, pages, options);
    mountOperations(scope, questions, { ...options, credential: () => null });
  });
}
