import { pageNumber } from '../../api/paging.ts';
import type { WorkSearch, WorkView } from './keys.ts';

/** Kinds of each view, the first one where the address names none of them. */
export const KINDS = {
  waiting: [
    { value: 'reviews', label: 'Reviews' },
    { value: 'assigned', label: 'Assigned' },
    { value: 'tasks', label: 'Tasks' },
  ],
  mine: [
    { value: 'pulls', label: 'Pull requests' },
    { value: 'issues', label: 'Issues' },
  ],
  agents: [
    { value: 'tasks', label: 'Tasks' },
    { value: 'pulls', label: 'Pull requests' },
    { value: 'issues', label: 'Issues' },
  ],
} as const satisfies Record<WorkView, readonly { value: WorkSearch['kind'] | 'tasks'; label: string }[]>;

export type WorkAddress = Omit<WorkSearch, 'kind'> & { kind: WorkSearch['kind'] | 'tasks' };

/** What an address asks for; what it says in no known word is as if it were not there. */
export function workOf(search: URLSearchParams): WorkAddress {
  const view = search.get('view');
  const known: WorkView = view === 'mine' || view === 'agents' ? view : 'waiting';
  const kinds: readonly { value: WorkAddress['kind'] }[] = KINDS[known];
  const kind = kinds.find(({ value }) => value === search.get('kind')) ?? kinds[0];
  return {
    view: known,
    kind: kind?.value ?? 'tasks',
    state: search.get('state') === 'closed' ? 'closed' : 'open',
    q: (search.get('q') ?? '').slice(0, 200),
    page: pageNumber(search.get('page')),
  };
}
