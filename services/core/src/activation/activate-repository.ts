import { postRepos } from '@mosaic/contracts/woodpecker';
import { repoListHooks } from '@mosaic/contracts/gitea';
import { deliverEvent, eventData, type EventRecord, NO_COMMIT, refUpdated, repositoryCreated } from '@mosaic/contracts/mosaic';
import type { DurableRun } from '@mosaic/platform/durable';
import type { Log } from '@mosaic/platform/log';

import { splitRepository, type Neighbours } from '../neighbours.ts';
import type { PushReader } from '../pushes/push-reader.ts';
import type { RepositoryWriter } from '../repositories/repository-writer.ts';
import { orReason } from '../runs/or-reason.ts';
import type { RunBody } from '../runs/run.ts';

export interface ActivationDeps {
  neighbours: Neighbours;
  repositories: { writer: RepositoryWriter };
  pushes: { reader: PushReader };
  log: Log;
}

/** Pushes that came before the hook and are delivered again, newest first. */
const PUSHES = 50;
/** Path of Woodpecker's hook receiver; tells its hook from others of the repository. */
const CI_HOOK = '/api/hook';

/** Enables CI for a new repository without a click, then has the pushes delivered that came before the hook. */
export function activateRepository({ neighbours, repositories, pushes, log }: ActivationDeps): RunBody {
  return {
    async run({ input, step }: DurableRun<EventRecord>) {
      const { repositoryId, repository } = eventData(repositoryCreated, input);
      const activated = await step('enable CI', () =>
        orReason(async () => (await neighbours.ci.call(postRepos, { query: { forge_remote_id: repositoryId } })).id),
      );
      if (!activated.ok) return `CI could not be enabled: ${activated.reason}`;
      // Written before the pushes are read: one that is recorded later finds the time and is delivered by its own run.
      await step('note the time', () => repositories.writer.activated(repositoryId));
      const delivered = await step('deliver earlier pushes', async () =>
        deliver(neighbours, repository, await pushes.reader.latest(repositoryId, PUSHES)),
      );
      return `CI enabled; ${delivered} earlier pushes delivered`;
    },
    givenUp: async ({ subject }, reason) => log.error({ repository: subject, reason }, 'CI could not be enabled'),
  };
}

/** One push that was recorded late: it happened before CI was enabled. */
export function redeliverPush({ neighbours, log }: Pick<ActivationDeps, 'neighbours' | 'log'>): RunBody {
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
