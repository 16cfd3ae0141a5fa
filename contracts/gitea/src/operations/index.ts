export * from './hooks.ts';
export * from './labels.ts';
export * from './pulls.ts';
export * from './repositories.ts';
export * from './version.ts';
export { DueDate, Since, ZERO_TIME } from './moments.ts';
export { DEFAULT_LIMIT, MAX_LIMIT, OptionalPaging, PagingQuery } from './paging.ts';
