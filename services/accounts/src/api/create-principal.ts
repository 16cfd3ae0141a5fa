import { createPrincipal as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { ensureAgent } from '../agents/agent-writer.ts';
import { NEW_AGENT } from '../agents/first-agents.ts';
import { refuseCreation, refuseMaker } from '../principals/principal-policy.ts';
import { insertPrincipal } from '../principals/principal-writer.ts';
import { implement } from './accounts-operation.ts';
import { presentPrincipal } from './present/principal.ts';

export const createPrincipal = implement(contract, {
  access: { grant: 'accounts:principal:admin' },
  handle: async ({ body, caller, cause }, context) => {
    const refusal = refuseCreation(body);
    if (refusal !== null) throw new MosaicError('invalid_input', refusal);
    const narrow = refuseMaker(caller, body);
    if (narrow !== null) throw new MosaicError('forbidden', narrow);
    const { password, ...shown } = body;
    const passwordHash = password === undefined ? null : await context.passwords.hash(password);
    const row = await context.events.transact(async (writer) => {
      const made = await insertPrincipal(writer.as(cause), { ...shown, passwordHash }, context.now());
      if (made.kind === 'agent') await ensureAgent(writer, made.id, NEW_AGENT);
      return made;
    });
    return presentPrincipal(row, { withEmail: true });
  },
});
