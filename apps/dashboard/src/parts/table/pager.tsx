import { Button, Group, Text } from '@mantine/core';
import { useMemo } from 'react';

import { useSearchParam } from '../app-link.tsx';
import { PAGE_SIZE, pageNumber } from '../../api/paging.ts';

/** The page in the address, from 1; what is no number is the first. */
export function usePage(name = 'page'): [number, (page: number) => void] {
  const [text, setText] = useSearchParam(name, '1');
  return [pageNumber(text), (next) => setText(String(next))];
}

interface PagerProps {
  page: number;
  onPage: (page: number) => void;
  /** Rows in all; null where the server does not say, and `hasNext` tells whether more follow. */
  total: number | null;
  hasNext?: boolean;
  size?: number;
}

/** Below a list of more than one page: where one is, how many there are in all, and the way to the others. */
export function Pager({ page, onPage, total, hasNext = false, size = PAGE_SIZE }: PagerProps) {
  const isLast = total === null ? !hasNext : page * size >= total;
  if (page === 1 && isLast) return null;
  const pages = total === null ? null : Math.max(1, Math.ceil(total / size));
  const from = (page - 1) * size + 1;
  return (
    <Group component="nav" justify="center" p="sm" gap="sm" aria-label="Pages">
      <Button variant="default" disabled={page === 1} onClick={() => onPage(pages === null ? page - 1 : Math.min(page - 1, pages))}>
        Previous
      </Button>
      <Text size="xs" c="dimmed" className="figures" aria-live="polite">
        {total === null || pages === null
          ? `Page ${page}`
          : from > total
            ? `Page ${page} of ${pages}`
            : `${from.toLocaleString('en')} to ${Math.min(page * size, total).toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </Text>
      <Button variant="default" disabled={isLast} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </Group>
  );
}

/** One page of a list that is here as a whole. */
export function usePageOf<T>(rows: readonly T[], name = 'page'): { rows: readonly T[]; pager: PagerProps } {
  const [page, onPage] = usePage(name);
  return useMemo(
    () => ({ rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), pager: { page, onPage, total: rows.length } }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the setter is new at each rendering and says the same
    [rows, page],
  );
}

export interface MoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => Promise<unknown> };
  /** Rows shown, and what they are: "120 tasks". */
  shown: number;
  noun: string;
}

/** Below a list that goes on by a cursor. */
export function More({ query, shown, noun }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <Group justify="center" p="sm" gap="sm">
      <Text size="xs" c="dimmed" className="figures" aria-live="polite">
        {`${shown.toLocaleString('en')} ${noun} shown, more follow`}
      </Text>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchNextPageError ? 'Try again' : 'Show more'}
      </Button>
    </Group>
  );
}
