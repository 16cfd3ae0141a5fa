export * from './hooks.ts';
export * from './repositories.ts';
export * from './version.ts';
export { DEFAULT_LIMIT, MAX_LIMIT, OptionalPaging, PagingQuery } from './paging.ts';
