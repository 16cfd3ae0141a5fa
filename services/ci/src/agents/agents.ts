import type { Store } from '@mosaic/platform/db';
import type { Bus, Cause, EventLog } from '@mosaic/platform/events';

import type { CiTables } from '../db/schema.ts';
import { PIPELINES_TOPIC, QUEUE_TOPIC, emitAudit } from '../pipelines/pipeline-facts.ts';
import { readQueueSnapshot } from '../queue/queue-reader.ts';
import { readTasks, type QueueTaskRow } from '../queue/queue-task-reader.ts';
import { getAgent, listAgents, type AgentRow } from './agent-reader.ts';
import { updateAgent, type AgentChange } from './agent-writer.ts';

/** Who runs workflows, as administrators see and change them. */
export class Agents {
  readonly #deps: { store: Store<CiTables>; events: EventLog<CiTables>; bus: Bus };

  constructor(deps: { store: Store<CiTables>; events: EventLog<CiTables>; bus: Bus }) {
    this.#deps = deps;
  }

  list(page: { offset: number; limit: number }): Promise<AgentRow[]> {
    return this.#deps.store.read((db) => listAgents(db, page));
  }

  /** @throws MosaicError (`not_found`). */
  get(id: number): Promise<AgentRow> {
    return this.#deps.store.read((db) => getAgent(db, id));
  }

  /** What it runs now. */
  async tasks(id: number): Promise<QueueTaskRow[]> {
    const tasks = await this.#deps.store.read(async (db) => {
      await getAgent(db, id);
      return readTasks(db, await readQueueSnapshot(db));
    });
    return tasks.filter(({ state, agentId }) => state === 'leased' && agentId === id);
  }

  edit({ id, name }: AgentRow, change: AgentChange, cause: Cause): Promise<AgentRow> {
    const { events, bus } = this.#deps;
    return events.transact(async (writer) => {
      emitAudit(writer.as(cause), { repository: null, operation: 'agent.edit', detail: { agent: name, ...change } });
      writer.afterCommit(() => {
        bus.publish(QUEUE_TOPIC);
        bus.publish(PIPELINES_TOPIC);
      });
      return updateAgent(writer, id, change);
    });
  }
}
