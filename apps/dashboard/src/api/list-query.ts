import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

import type { ToolDatum, ToolInput, ToolOutput } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { callMcp } from './clients.ts';
import { PAGE_SIZE } from './paging.ts';

/** Tools that answer a page and, as `next`, where to go on. */
type ListTool = ToolDatum<string, z.ZodObject, z.ZodObject<{ next: z.ZodNullable<z.ZodString> }>>;

/** A list that goes on by a cursor: the first page, and each further one when the reader asks for more. */
export function listQuery<D extends ListTool, K extends QueryKey>(tool: D, queryKey: K, filter: Omit<ToolInput<D>, 'cursor'>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      callMcp(tool, { limit: PAGE_SIZE, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) } as ToolInput<D>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: ToolOutput<D> & { next: string | null }) => next,
  });
}
