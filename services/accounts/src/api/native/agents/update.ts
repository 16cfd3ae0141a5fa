import { updateAgent as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentAgent } from '../../../present/agent.ts';
import { refuseMaker } from '../../../principals/principal-policy.ts';
import { implement } from '../../accounts-operation.ts';

/** Who says what an agent is told and runs in acts through it, so it takes all that the agent may do. */
export const updateAgent = implement(contract, {
  access: { grant: 'accounts:principal:admin' },
  handle: async ({ params, body, caller, cause }, { agents }) => {
    const agent = await agents.reader.byLogin(params.login);
    if (agent === undefined) throw new MosaicError('not_found', `There is no agent "${params.login}".`);
    const narrow = refuseMaker(caller, { login: agent.login, role: agent.role });
    if (narrow !== null) throw new MosaicError('forbidden', narrow);
    return presentAgent(await agents.writer.change(agent, body, cause));
  },
});
