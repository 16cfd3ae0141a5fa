import type { Place } from '../yaml/fault.ts';

/** A filter over texts: any glob of `exclude` refuses, then any of `include` admits; no include admits all. */
export interface ListFilter {
  include: string[];
  exclude: string[];
}

export interface PathFilter extends ListFilter {
  ignoreMessage: string;
  onEmpty: boolean;
}

export interface MapFilter {
  include: Record<string, string>;
  exclude: Record<string, string>;
}

/** One entry of `when`; an absent member does not filter (docs/reference/pipelines.md#when). */
export interface Constraint {
  place: Place;
  event?: ListFilter;
  branch?: ListFilter;
  ref?: ListFilter;
  repo?: ListFilter;
  platform?: ListFilter;
  instance?: ListFilter;
  cron?: ListFilter;
  status?: ListFilter;
  matrix?: MapFilter;
  path?: PathFilter;
  evaluate?: string;
}

export const NO_FILTER: ListFilter = { include: [], exclude: [] };
