import { postRepos } from '@mosaic/contracts/woodpecker';
import { repoListHooks } from '@mosaic/contracts/gitea';
import { deliverEvent, eventData, type EventRecord, refUpdated, repositoryCreated } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import type { DurableRun } from '@mosaic/platform/durable';
import type { Log } from '@mosaic/platform/log';

import type { CoreTables } from '../db/schema.ts';
import { splitRepository, type Neighbours } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';
import type { RunBody } from '../runs/runs.ts';

export interface ActivationDeps {
  neighbours: Neighbours;
  store: Store<CoreTables>;
  log: Log;
}

/** Pushes that came before the hook and are delivered again, newest first. */
const PUSHES = 50;
const NO_COMMIT = '0'.repeat(40);
/** Path of Woodpecker's hook receiver; tells its hook from others of the repository. */
const CI_HOOK = '/api/hook';

/** Enables CI for a new repository without a click, then has the pushes delivered that came before the hook. */
export function activateRepository({ neighbours, store, log }: ActivationDeps): RunBody {
  return {
    async run({ input, step }: DurableRun<EventRecord>) {
      const { repositoryId, repository } = eventData(repositoryCreated, input);
      const activated = await step('enable CI', () =>
        orReason(async () => (await neighbours.ci.call(postRepos, { query: { forge_remote_id: repositoryId } })).id),
      );
      if (!activated.ok) return `CI could not be enabled: ${activated.reason}`;
      // Written before the pushes are read: one that is recorded later finds the time and is delivered by its own run.
      await step('note the time', () =>
        store.transact(async ({ db }) => {
          await db.updateTable('repositories').set({ activated_at: Date.now() }).where('repository_id', '=', repositoryId).execute();
        }),
      );
      const delivered = await step('deliver earlier pushes', async () => {
        const pushes = await store.read((db) =>
          db
            .selectFrom('pushes')
            .select('event_id')
            .where('repository_id', '=', repositoryId)
            .where('after_sha', '!=', NO_COMMIT)
            .orderBy('time', 'desc')
            .limit(PUSHES)
            .execute(),
        );
        return deliver(neighbours, repository, pushes.map(({ event_id: id }) => id).toReversed());
      });
      return `CI enabled; ${delivered} earlier pushes delivered`;
    },
    givenUp: async ({ subject }, reason) => log.error({ repository: subject, reason }, 'CI could not be enabled'),
  };
}

/** One push that was recorded late: it happened before CI was enabled. */
export function redeliverPush({ neighbours, log }: ActivationDeps): RunBody {
  return {
    async run({ input, step }) {
      const { repository, after } = eventData(refUpdated, input);
      if (after === NO_COMMIT) return 'nothing to deliver';
      return `${await step('deliver', () => deliver(neighbours, repository, [input.id]))} pushes delivered`;
    },
    givenUp: async ({ subject }, reason) => log.error({ repository: subject, reason }, 'a push could not be delivered to CI'),
  };
}

/** Asks the forge for each delivery; a delivery is a row unique on event and hook there, so asking twice changes nothing. */
async function deliver({ forge, forgeNative }: Neighbours, repository: string, eventIds: readonly string[]): Promise<number> {
  const [owner, name] = splitRepository(repository);
  const { items } = await forge.callPage(repoListHooks, { owner, repo: name, query: { limit: 50 } });
  let delivered = 0;
  for (const hook of items.filter(({ config }) => config.url.includes(CI_HOOK))) {
    for (const eventId of eventIds) {
      const answer = await forgeNative.callOrNull(deliverEvent, { id: hook.id, body: { eventId } });
      if (answer !== null) delivered += 1;
    }
  }
  return delivered;
}
