import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { explain } from '../api/failure.ts';
import { NotAllowed, NotReachable, NothingYet, RequestId } from './empty.tsx';

/** What a query or a list of pages tells of itself. */
interface Known<T> {
  data: T | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface LoadedProps<T> {
  query: Known<T>;
  /** Rows of the skeleton: the size that the content will have. */
  rows?: number;
  /** It is the whole page, so that a failure needs the page's heading. */
  isPage?: boolean;
  children: (data: T) => ReactNode;
}

/**
 * What a query has: its data at once when known, else rows that appear after 150 ms, else why not and what to do.
 * Data that could not be renewed stays, with its age.
 */
export function Loaded<T>({ query, rows = 4, isPage = false, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Stale error={query.error} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) {
    return (
      <div>
        {isPage && <h1 className="visually-hidden">This page could not be shown</h1>}
        <FailureView error={query.error} onRetry={() => query.refetch()} />
      </div>
    );
  }
  return <SkeletonRows rows={rows} />;
}

export function SkeletonRows({ rows }: { rows: number }) {
  return (
    <Stack gap={1} style={{ animation: 'ui-appear 1ms 150ms both' }} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height: 'var(--ui-row)', display: 'grid', alignItems: 'center', padding: '0 12px' }}>
          <Skeleton height={12} width={`${90 - ((row * 17) % 40)}%`} />
        </div>
      ))}
    </Stack>
  );
}

function Stale({ error }: { error: unknown }) {
  const failure = explain(error);
  return <Problem title="This may be out of date" message={failure.message} requestId={failure.requestId} />;
}

/** A failure in place of content, as one of the kinds of empty. */
export function FailureView({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const failure = explain(error);
  if (failure.kind === 'missing') return <NothingYet title="There is nothing here">{failure.message}</NothingYet>;
  if (failure.kind === 'forbidden' || failure.kind === 'unauthenticated') return <NotAllowed message={failure.message} />;
  return <NotReachable failure={failure} onRetry={onRetry} />;
}

/** A refusal, where it arose, with a request id to copy. */
export function Problem({ title, message, requestId = null }: { title: string; message: string; requestId?: string | null }) {
  return (
    <Alert color="fail" variant="light" title={title} role="alert">
      <Text size="sm">{message}</Text>
      <RequestId id={requestId} />
    </Alert>
  );
}

/** The refusal of a write below the button that asked for it. */
export function MutationProblem({ error, title }: { error: unknown; title: string }) {
  if (error === null || error === undefined) return null;
  const failure = explain(error);
  return <Problem title={title} message={failure.message} requestId={failure.requestId} />;
}
