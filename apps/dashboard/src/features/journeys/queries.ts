import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';

import { type Journey, journeyGet, journeyList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { listQuery } from '../../api/list-query.ts';
import { MOVING_MS, whileMoving } from '../../api/moving.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { journeyKeys, type NewestJourneys } from './keys.ts';

export type JourneyView = z.infer<typeof Journey>;

export const isMoving = (journey: JourneyView): boolean => journey.hops.some(({ state }) => state === 'waiting' || state === 'running');

/** All journeys; what moves stands on the first pages, and only those few are read again each second. */
export const journeysQuery = () => ({
  ...listQuery(journeyList, journeyKeys.list(), {}),
  refetchInterval: whileMoving(({ journeys }: { journeys: JourneyView[] }) => journeys.some(isMoving)),
});

/** The newest journeys alone. */
export const newestJourneysQuery = (of: NewestJourneys) =>
  queryOptions({
    queryKey: journeyKeys.newest(of),
    queryFn: async ({ signal }) => (await callMcp(journeyList, of, signal)).journeys,
    refetchInterval: ({ state }) => (state.data?.some(isMoving) === true ? MOVING_MS : false),
  });

/** The newest journeys, as home and palette read them. */
export const homeJourneysQuery = newestJourneysQuery({ limit: PAGE_SIZE });

/** By trace id or by commit SHA. */
export const journeyQuery = (id: string) =>
  queryOptions({
    queryKey: journeyKeys.one(id),
    queryFn: async ({ signal }) => (await callMcp(journeyGet, { id }, signal)).journey,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MOVING_MS : false),
    retry: false,
  });
