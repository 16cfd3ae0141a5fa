import type { FastifyRequest } from 'fastify';

import { MosaicError } from '@mosaic/platform/errors';
import { credentialOf, newTraceId, traceIdOf } from '@mosaic/platform/http';
import { ANONYMOUS, callerOf, type Caller, type Credential } from '@mosaic/platform/identity';

import { mayUseCookie, refuseForeignWrite } from '../sessions/origin-policy.ts';
import { cookieOf, originOf, type AccountsContext } from '../context.ts';

/** How this door knows who asks. */
export interface DoorIdentity {
  /** A program's Authorization header, else the browser's cookie, which is good for writes only from our own pages. */
  credential: (request: FastifyRequest) => Credential | null;
  /** An old cookie is nobody, so that its browser can sign in again; an invalid token is said. */
  authenticate: (credential: Credential, request: FastifyRequest) => Promise<Caller>;
  /** The secret of the live session whose cookie the request bears, or null. */
  session: (request: FastifyRequest) => Promise<string | null>;
}

export function identityOf(context: AccountsContext): DoorIdentity {
  const { introspector, cookieName, settings } = context;
  return {
    credential(request) {
      const presented = credentialOf(request.headers);
      if (presented !== null) return presented;
      const secret = cookieOf(request, cookieName);
      if (secret === null) return null;
      const refusal = refuseForeignWrite(request.method, request.headers, settings.publicUrl);
      if (refusal !== null) throw new MosaicError('forbidden', refusal);
      return mayUseCookie(request.headers) ? { token: secret } : null;
    },
    async authenticate(credential, request) {
      const cause = { actor: 'anonymous', traceId: traceIdOf(request.headers.traceparent) ?? newTraceId() };
      const origin = originOf(request, 'username' in credential ? credential.username : '', context);
      if (credentialOf(request.headers) !== null) return introspector.authenticate(credential, origin, cause);
      const answer = await introspector.introspect(credential, origin, cause);
      return answer.active ? callerOf(answer) : ANONYMOUS;
    },
    async session(request) {
      const secret = cookieOf(request, cookieName);
      return secret !== null && (await introspector.isLiveSession(secret)) ? secret : null;
    },
  };
}
