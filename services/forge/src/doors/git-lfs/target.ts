import type { FastifyRequest } from 'fastify';

import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { bearerOf, newTraceId, traceIdOf } from '@mosaic/platform/http';
import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { callerOfDeployKey } from '../../keys/deploy-caller.ts';
import type { LfsSession } from '../../lfs/lfs-sessions.ts';
import type { Repository } from '../../repositories/repository.ts';
import { createForPush, deployTarget, fetchTarget, nameOf, pushTarget } from '../../wire/push-target.ts';
import type { LfsPorts, Params } from './ports.ts';

export type LfsRequest = FastifyRequest<{ Params: Params }>;

/** The repository that a request is about, and who makes it. */
export interface LfsTarget {
  repository: Repository;
  caller: Caller;
  cause: Cause;
}

/** @throws MosaicError `unauthenticated` (challenge), `not_found`, `forbidden`. */
export async function lfsTarget(ports: LfsPorts, request: LfsRequest, wants: 'read' | 'write'): Promise<LfsTarget> {
  const name = nameOf(request.params);
  const session = ports.lfs.sessions.read(bearerOf(request.headers) ?? '');
  if (session === 'ended') throw ended();
  const causeOf = (caller: Caller) => ({ actor: caller.login, traceId: traceIdOf(request.headers.traceparent) ?? newTraceId() });
  const found =
    session === null ? await byCredential(ports, request, { name, wants, causeOf }) : await bySession(ports, session, { name, wants });
  return { ...found, cause: causeOf(found.caller) };
}

interface Asked {
  name: Params;
  wants: 'read' | 'write';
}

async function byCredential(
  ports: LfsPorts,
  request: LfsRequest,
  { name, wants, causeOf }: Asked & { causeOf: (caller: Caller) => Cause },
): Promise<{ repository: Repository; caller: Caller }> {
  const presented = ports.credential(request);
  const caller = presented === null ? ANONYMOUS : await ports.authenticate(presented, request);
  const { reader } = ports.repositories;
  if (wants === 'read') return { repository: await fetchTarget(reader, caller, name), caller };
  const target = await pushTarget(ports, caller, name);
  if ('repository' in target) return { repository: target.repository, caller };
  // The objects of a first push come before it.
  const wish = { caller, name: target.creates, organization: target.organization, cause: causeOf(caller) };
  return { repository: await createForPush(ports.repositories, wish), caller };
}

/** As whoever has the key that the session began with, by what that opens now. */
async function bySession(
  ports: LfsPorts,
  session: LfsSession,
  { name, wants }: Asked,
): Promise<{ repository: Repository; caller: Caller }> {
  const pushes = wants === 'write';
  if (pushes && session.action !== 'upload') throw new MosaicError('forbidden', 'This session may download, but not upload.');
  const { reader } = ports.repositories;
  const holder = await ports.keys.holderOf(session.fingerprint);
  if (holder === null || holder.key.id !== session.keyId) throw ended();
  const found = await (async () => {
    if (holder.caller === null) {
      const { repository, key } = await deployTarget(
        { reader, deployKeys: ports.deployKeys },
        { fingerprint: session.fingerprint, name, pushes },
      );
      return { repository, caller: callerOfDeployKey(key, repository) };
    }
    const target = pushes ? await pushTarget(ports, holder.caller, name) : { repository: await fetchTarget(reader, holder.caller, name) };
    return 'repository' in target ? { repository: target.repository, caller: holder.caller } : null;
  })();
  if (found?.repository.id !== session.repositoryId) throw new MosaicError('not_found', 'Repository not found');
  return found;
}

function ended(): MosaicError {
  return new MosaicError('unauthenticated', 'This session has ended; begin another one by SSH.');
}
