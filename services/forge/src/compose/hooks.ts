import type { Consumer } from '@mosaic/platform/events';

import { consumeForWebhooks } from '../consumers/webhooks.ts';
import type { People } from '../identity/people.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import { DeliveryLedger } from '../webhooks/delivery-ledger.ts';
import { DeliveryPlanner } from '../webhooks/delivery-planner.ts';
import { Dispatcher } from '../webhooks/dispatcher.ts';
import { HookReader } from '../webhooks/hook-reader.ts';
import { HookWriter } from '../webhooks/hook-writer.ts';
import type { PayloadPorts } from '../webhooks/payload.ts';
import { Redelivery } from '../webhooks/redelivery.ts';
import type { ForgePorts } from './ports.ts';

/** What a webhook tells is read from the other aggregates. */
export interface HookSources {
  repositories: RepositoryReader;
  people: People;
  payloads: PayloadPorts;
}

/** Webhooks, what waits for them, and the consumer that turns events into deliveries; `consume` starts it. */
export function composeHooks({ store, events, keyring, log, settings }: ForgePorts, sources: HookSources) {
  const reader = new HookReader(store);
  const planner = new DeliveryPlanner({ ...sources, hooks: reader });
  const dispatcher = new Dispatcher({ ledger: new DeliveryLedger(store, events), hooks: reader, keyring, log, settings });
  return {
    hooks: {
      reader,
      writer: new HookWriter({ events, keyring, allowedHosts: settings.allowedHookHosts }),
      redelivery: new Redelivery({ store, events, planner, dispatcher }),
    },
    dispatcher,
    consume: (): Consumer => consumeForWebhooks({ events, planner, dispatcher, log }),
  };
}
