import type { EventRecord } from '@mosaic/contracts/mosaic';
import { fetchFeed, type FetchPage } from '@mosaic/platform/events';

import type { TestStack } from '../test-stack.ts';
import { isMark, type Mark } from './hops.ts';

type Door = Mark['door'];
const DOORS: readonly Door[] = ['forge', 'ci', 'mcp'];
/** How long a mark may keep us waiting, ms. */
const PATIENCE_MS = 60_000;

/** Cursors in the services' own feeds, which tell a fact the moment that it is committed. */
export class Feeds {
  readonly #pages: Record<Door, FetchPage>;
  readonly #after: Record<Door, number> = { forge: 0, ci: 0, mcp: 0 };

  /** `token` must bear every feed's grant. */
  constructor(stack: TestStack, token: string) {
    this.#pages = {
      forge: fetchFeed(stack.send('forge', token)),
      ci: fetchFeed(stack.send('ci', token)),
      mcp: fetchFeed(stack.send('mcp', token)),
    };
  }

  /** Reads all that there is; answers it. */
  async drain(): Promise<EventRecord[]> {
    const read = await Promise.all(
      DOORS.map(async (door) => {
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

  async #next(door: Door, waitMs: number): Promise<EventRecord[]> {
    const { events } = await this.#pages[door]({ after: this.#after[door], limit: 100, waitMs, signal: AbortSignal.timeout(30_000) });
    this.#after[door] = events.at(-1)?.seq ?? this.#after[door];
    return events;
  }
}
