import type { z } from 'zod';

import type { EventDatum, EventPage, EventRecord } from '@mosaic/contracts/mosaic';

import { endOf, Looks } from '../looks.ts';

/** What stands beside an event's data; what is left out says little. */
export type About = Partial<Pick<EventRecord, 'id' | 'subject' | 'time' | 'traceId' | 'actor'>>;

interface Wanted {
  after: number;
  /** Instead of `after`: those of the last so many ms. */
  pastMs?: number | undefined;
  limit: number;
  waitMs: number;
  /** Empty for all. */
  types?: readonly string[];
}

/** The facts of one service in memory, numbered from 1; readers may wait for the next. */
export class FakeFeed {
  readonly events: EventRecord[] = [];
  readonly #looks = new Looks();
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** @throws ZodError where the data does not fit its type. */
  emit<D extends EventDatum>({ type, data: schema }: D, data: z.input<D['data']>, about: About = {}): EventRecord {
    const seq = this.events.length + 1;
    const repository = (data as { repository?: unknown }).repository;
    const event: EventRecord = {
      seq,
      id: `${this.#source}-${seq}`,
      source: this.#source,
      type,
      subject: typeof repository === 'string' ? repository : '',
      time: Date.now(),
      traceId: '',
      actor: 'ada',
      ...about,
      data: schema.parse(data),
    };
    this.events.push(event);
    this.#looks.again();
    return event;
  }

  async page({ after, pastMs, limit, waitMs, types = [] }: Wanted, gone: AbortSignal): Promise<EventPage> {
    const since = pastMs === undefined ? 0 : Date.now() - pastMs;
    const found = (): EventRecord[] =>
      this.events.filter(({ seq, time, type }) => seq > after && time >= since && (types.length === 0 || types.includes(type)));
    if (waitMs > 0) await this.#looks.until(() => found().length > 0, endOf(waitMs, gone));
    const events = found().slice(0, limit);
    return { events, last: events.at(-1)?.seq ?? after };
  }
}
