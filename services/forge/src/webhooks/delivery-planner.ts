import type { EventRecord } from '@mosaic/contracts/mosaic';

import type { People } from '../identity/people.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { PlannedDelivery } from './delivery-ledger.ts';
import type { Hook } from './hook.ts';
import { passesFilter, wants } from './hook-events.ts';
import type { HookReader } from './hook-reader.ts';
import type { PayloadPorts } from './payload.ts';
import { payloadsOf } from './payloads.ts';

/** Decides which deliveries an event makes. Reads git and rows, writes nothing. */
export class DeliveryPlanner {
  readonly #repositories: RepositoryReader;
  readonly #hooks: HookReader;
  readonly #people: People;
  readonly #payloads: PayloadPorts;

  constructor(ports: { repositories: RepositoryReader; hooks: HookReader; people: People; payloads: PayloadPorts }) {
    this.#repositories = ports.repositories;
    this.#hooks = ports.hooks;
    this.#people = ports.people;
    this.#payloads = ports.payloads;
  }

  /** For every active hook of the event's repository, or for one hook. */
  async plan(record: EventRecord, only?: Hook): Promise<PlannedDelivery[]> {
    const repositoryId = record.data['repositoryId'];
    if (typeof repositoryId !== 'number' || (only !== undefined && only.repositoryId !== repositoryId)) return [];
    const hooks = only === undefined ? await this.#hooks.list(repositoryId) : [only];
    if (!hooks.some((hook) => hook.active)) return [];
    const repository = await this.#repositories.load(repositoryId);
    if (repository === null) return [];
    const payloads = await payloadsOf(this.#payloads, repository, { record, actorUid: await this.#uidOf(record.actor) });
    return payloads.flatMap(({ event, ref, body }) => {
      const payload = JSON.stringify(body, null, 2);
      return hooks
        .filter((hook) => hook.active && wants(hook.events, event) && (ref === null || passesFilter(hook.branchFilter, ref)))
        .map((hook) => ({ hookId: hook.id, repositoryId, event, payload }));
    });
  }

  /** 0 for somebody who has gone: a payload still names them. */
  async #uidOf(login: string): Promise<number> {
    return (await this.#people.find(login))?.uid ?? 0;
  }
}
