import { type EventRecord, type UpstreamName, UPSTREAMS } from '@mosaic/contracts/mosaic';
import { fetchFeed, type FetchPage } from '@mosaic/platform/events';

import type { TestStack } from '../test-stack.ts';
import { isMark, type Mark } from './hops.ts';

/** How long a mark may keep us waiting, ms. */
const PATIENCE_MS = 60_000;

/** Cursors in the services' own feeds, which tell a fact the moment that it is committed. */
export class Feeds {
  readonly #pages: Record<UpstreamName, FetchPage>;
  readonly #after = Object.fromEntries(UPSTREAMS.map((door) => [door, 0])) as Record<UpstreamName, number>;

  /** `token` must bear every feed's grant. */
  constructor(stack: TestStack, token: string) {
    const pages = UPSTREAMS.map((door) => [door, fetchFeed(stack.send(door, token))]);
    this.#pages = Object.fromEntries(pages) as Record<UpstreamName, FetchPage>;
  }

  /** Reads all that there is; answers it. */
  async drain(): Promise<EventRecord[]> {
    const read = await Promise.all(
      UPSTREAMS.map(async (door) => {
        const events: EventRecord[] = [];
        for (let page = await this.#next(door, 0); page.length > 0; page = await this.#next(door, 0)) events.push(...page);
        return events;
      }),
    );
    return read.flat();
  }

  /** Waits for the next event that is the mark. */
  async waitFor(mark: Mark): Promise<EventRecord> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const found = (await this.#next(mark.door, 5_000)).find((event) => isMark(event, mark));
      if (found !== undefined) return found;
    }
    throw new Error(`${mark.type} did not come within ${PATIENCE_MS / 1000} s`);
  }

  async #next(door: UpstreamName, waitMs: number): Promise<EventRecord[]> {
    const { events } = await this.#pages[door]({ after: this.#after[door], limit: 100, waitMs, signal: AbortSignal.timeout(30_000) });
    this.#after[door] = events.at(-1)?.seq ?? this.#after[door];
    return events;
  }
}
