import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import type { Send, WireResponse } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import { clientAddress, EDGE_PROOF, type HttpApp } from '@mosaic/platform/http';

/** Forms of OAuth2 are a few short members. */
const BODY_BYTES = 64 * 1024;

const PASSED_ON = [OAUTH_PATHS.accessToken, OAUTH_PATHS.userinfo, OAUTH_PATHS.keys, OAUTH_PATHS.introspect, OAUTH_PATHS.configuration];
/** Of a request and of an answer. */
const ASKED = ['accept', 'content-type', 'authorization'];
const ANSWERED = ['content-type', 'cache-control', 'www-authenticate', 'retry-after', 'pragma', 'access-control-allow-origin'];

export interface OauthDoorPorts {
  accounts: Send;
  publicUrl: string;
  /** What our own edge proves itself with. */
  proof: string;
}

/**
 * Gitea's OAuth2 addresses at the forge's own door, for clients that know the forge by that alone: a browser goes on to the public
 * address, where its session is; what an application asks by itself is passed on to accounts and back.
 */
export async function mountOauth(app: HttpApp, { accounts, publicUrl, proof }: OauthDoorPorts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body));
    scope.get(OAUTH_PATHS.authorize, async (request, reply) =>
      reply.header('cache-control', 'no-store').redirect(publicUrl + request.originalUrl, 303),
    );
    for (const path of PASSED_ON)
      scope.route({
        method: ['GET', 'POST'],
        url: path,
        handler: async (request, reply) => {
          const headers = Object.fromEntries(
            ASKED.map((name) => [name, String(request.headers[name] ?? '')]).filter(([, value]) => value !== ''),
          );
          const answer = await ask(accounts, {
            method: request.method as 'GET' | 'POST',
            path,
            // Without one of the client's own the forge's would go along.
            headers: { authorization: '', ...headers, 'x-forwarded-for': clientAddress(request, proof), [EDGE_PROOF]: proof },
            ...(Buffer.isBuffer(request.body) ? { body: request.body } : {}),
          });
          for (const [name, value] of Object.entries(answer.headers)) if (ANSWERED.includes(name)) reply.header(name, value);
          return reply.code(answer.status).send(Buffer.from(await answer.bytes()));
        },
      });
  });
}

async function ask(accounts: Send, request: Parameters<Send>[0]): Promise<WireResponse> {
  try {
    return await accounts(request);
  } catch (cause) {
    throw new MosaicError('unavailable', 'Accounts do not answer at the moment; try again shortly.', { cause });
  }
}
