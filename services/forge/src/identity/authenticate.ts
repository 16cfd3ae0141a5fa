import type { FastifyRequest } from 'fastify';

import { MosaicError } from '@mosaic/platform/errors';
import { credentialOf } from '@mosaic/platform/http';
import type { Authenticator, Caller, Credential } from '@mosaic/platform/identity';

import type { People } from './people.ts';
import { actAs, requireSudo } from './sudo.ts';

/** What a request presents in Gitea's forms: `Authorization`, or `?token=` and `?access_token=` (forge contract 2.1). */
export function giteaCredential(request: FastifyRequest): Credential | null {
  const query = request.query as Record<string, unknown>;
  const inQuery = query['token'] ?? query['access_token'];
  return credentialOf(request.headers) ?? (typeof inQuery === 'string' && inQuery !== '' ? { token: inQuery } : null);
}

/** The caller behind a credential, or whom they act as: header `Sudo` or `?sudo=`. */
export function authenticateGitea(authenticator: Authenticator, people: People) {
  return async (credential: Credential, request: FastifyRequest): Promise<Caller> => {
    const caller = await authenticator.authenticate(credential);
    const header = request.headers['sudo'];
    const login = typeof header === 'string' && header !== '' ? header : (request.query as Record<string, unknown>)['sudo'];
    if (typeof login !== 'string' || login === '') return caller;
    requireSudo(caller);
    const person = await people.find(login);
    // One who may not sign in is not to be acted for either.
    if (person === null || person.disabled) throw new MosaicError('not_found', `There is no user "${login.slice(0, 100)}" to act as.`);
    return actAs(caller, person);
  };
}
