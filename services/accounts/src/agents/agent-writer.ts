import { type AgentPatch, auditWritten } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { AccountsTables } from '../db/schema.ts';
import { findAgent, type Agent } from './agent-reader.ts';
import type { AgentDraft } from './first-agents.ts';

export class AgentWriter {
  readonly #events: EventLog<AccountsTables>;

  constructor(events: EventLog<AccountsTables>) {
    this.#events = events;
  }

  /** Changes what is given. */
  async change(agent: Agent, changes: AgentPatch, cause: Cause): Promise<Agent> {
    const { persona, runtime, model, budget = {} } = changes;
    const set = {
      persona: persona ?? agent.persona,
      runtime: runtime ?? agent.runtime,
      model: model ?? agent.model,
      budget_tokens: budget.tokens ?? agent.budget_tokens,
      budget_seconds: budget.seconds ?? agent.budget_seconds,
      budget_tool_calls: budget.toolCalls ?? agent.budget_tool_calls,
    };
    return this.#events.transact(async ({ db, as }) => {
      await db.updateTable('agents').set(set).where('principal_id', '=', agent.principal_id).execute();
      as(cause).emit(auditWritten, {
        subject: agent.login,
        data: { operation: 'agent.update', allowed: true, detail: { ...changes } },
      });
      return (await findAgent(db, agent.login)) as Agent;
    });
  }
}

/** Says how a principal of the kind agent is run; one that is there stays as it is. */
export async function ensureAgent({ db }: Writer<AccountsTables>, principalId: string, { budget, ...stated }: AgentDraft): Promise<void> {
  const known = await db.selectFrom('agents').select('principal_id').where('principal_id', '=', principalId).executeTakeFirst();
  if (known !== undefined) return;
  const row = {
    ...stated,
    principal_id: principalId,
    budget_tokens: budget.tokens,
    budget_seconds: budget.seconds,
    budget_tool_calls: budget.toolCalls,
  };
  await db.insertInto('agents').values(row).execute();
}
