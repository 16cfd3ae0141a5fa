import type { ReadAhead } from '../../routing/define-page.ts';
import { agentsQuery } from '../agents/queries.ts';
import { workQuery } from './queries.ts';
import { workOf } from './work-address.ts';

/** The list that the address asks for; that of the agents begins with who they are. */
export async function readWork({ client, search }: ReadAhead): Promise<void> {
  const { kind, ...asked } = workOf(search);
  if (asked.view === 'agents') await client.ensureQueryData(agentsQuery);
  else if (kind !== 'tasks') await client.ensureQueryData(workQuery({ ...asked, kind }));
}
