/** Whose work: what waits for the reader, what they opened, what the agents are at. */
export type WorkView = 'waiting' | 'mine' | 'agents';

export interface WorkSearch {
  view: WorkView;
  /** `reviews`: pull requests that the reader is asked to review; `assigned`: both kinds. */
  kind: 'reviews' | 'assigned' | 'pulls' | 'issues';
  state: 'open' | 'closed';
  q: string;
  page: number;
}

export const workKeys = {
  lists: ['work'] as const,
  list: (search: WorkSearch, authors: readonly string[]) => [...workKeys.lists, search, authors] as const,
};
