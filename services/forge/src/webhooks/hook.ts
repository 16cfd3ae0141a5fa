import type { Selectable } from 'kysely';

import { fromJson } from '@mosaic/platform/db';

import type { HookRow } from '../db/schema.ts';

export interface Hook {
  id: number;
  repositoryId: number;
  url: string;
  contentType: 'json' | 'form';
  events: string[];
  /** A glob of branch names; empty or `*` lets all pass. */
  branchFilter: string;
  active: boolean;
  createdAt: number;
  updatedAt: number;
}

export function hookOf(row: Selectable<HookRow>): Hook {
  return {
    id: row.id,
    repositoryId: row.repository_id,
    url: row.url,
    contentType: row.content_type,
    events: fromJson(row.events),
    branchFilter: row.branch_filter,
    active: row.active === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The same for what its deliveries say in `Authorization`. */
export function authorizationContext(repositoryId: number): string {
  return `forge/hook-authorization/${repositoryId}`;
}

/** Binds a sealed secret to the repository's hooks, so that it cannot be moved to another's. */
export function secretContext(repositoryId: number): string {
  return `forge/hook/${repositoryId}`;
}
