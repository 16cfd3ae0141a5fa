export interface NewestJourneys {
  project?: string;
  limit: number;
}

export const journeyKeys = {
  lists: ['journeys'] as const,
  list: () => [...journeyKeys.lists, 'all'] as const,
  newest: (of: NewestJourneys) => [...journeyKeys.lists, 'newest', of] as const,
  ones: ['journey'] as const,
  /** By trace id or by commit. */
  one: (id: string) => [...journeyKeys.ones, id] as const,
};
