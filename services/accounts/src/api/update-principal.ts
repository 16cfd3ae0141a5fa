import { rmSync } from 'node:fs';

import { updatePrincipal as contract, type PrincipalPatch, type PrincipalKind, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { PrincipalRow } from '../db/schema.ts';
import { maySeeEmail, refuseUpdate, roleFits, type Proof } from '../principals/principal-policy.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { changePrincipal } from '../principals/principal-writer.ts';
import { findSession } from '../sessions/session-reader.ts';
import type { Origin } from '../sign-in/sign-in-limit.ts';
import { implement } from './accounts-operation.ts';
import { originOf, type AccountsContext } from '../context.ts';
import { presentPrincipal } from './present/principal.ts';

/** Changes a principal: oneself from the pages, others as an administrator. */
export const updatePrincipal = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ params, body, caller, cause, raw }, context) => {
    const principal = await context.store.read((db) => findPrincipal(db, params.login));
    if (principal === undefined) throw new MosaicError('not_found', `There is no principal "${params.login}".`);
    const proof = await proofOf(context, {
      caller,
      principal,
      currentPassword: body.currentPassword,
      origin: originOf(raw, principal.login, context),
      cause,
    });
    const refusal = refuseUpdate(caller, principal as PrincipalRow & { role: Role }, { patch: body, proof });
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    refuseMisfit(principal, body);
    const { password, currentPassword: _proof, ...changes } = body;
    const passwordHash = password === undefined ? undefined : await context.passwords.hash(password);
    const row = await context.events.transact((writer) =>
      changePrincipal(writer.as(cause), principal, {
        changes: { ...changes, ...(passwordHash === undefined ? {} : { passwordHash }) },
        keepSession: caller.id === principal.id ? caller.tokenId : '',
        now: context.now(),
      }),
    );
    if (passwordHash !== undefined && row.login_key === context.settings.adminUser.toLowerCase())
      rmSync(context.adminPasswordFile, { force: true });
    return presentPrincipal(row, { withEmail: maySeeEmail(caller, row) });
  },
});

function refuseMisfit(principal: PrincipalRow, patch: PrincipalPatch): void {
  if (principal.kind === 'service' && principal.role === 'service')
    throw new MosaicError('forbidden', `${principal.login} belongs to the platform itself and cannot be changed.`);
  if (patch.role !== undefined && !roleFits(principal.kind as PrincipalKind, patch.role))
    throw new MosaicError('invalid_input', `The role ${patch.role} is not for a principal of the kind ${principal.kind}.`);
  if (patch.password !== undefined && principal.kind !== 'person')
    throw new MosaicError('invalid_input', 'Only people have passwords; make a token instead.');
}

interface Claim {
  caller: Caller;
  principal: PrincipalRow;
  currentPassword: string | undefined;
  origin: Origin;
  cause: Cause;
}

/** Wrong current passwords count as failed sign-ins. */
async function proofOf(
  { store, introspector, now }: AccountsContext,
  { caller, principal, currentPassword, origin, cause }: Claim,
): Promise<Proof> {
  const session = await store.read((db) => findSession(db, caller.tokenId));
  const fresh = session !== undefined && Number(session.created_at) > now() - 15 * 60_000;
  const checked =
    currentPassword !== undefined && caller.id === principal.id
      ? await introspector.checkPassword({ username: principal.login, password: currentPassword }, origin, cause)
      : null;
  return { session: session !== undefined, passwordLink: fresh && session.method === 'link:password', currentPassword: checked !== null };
}
