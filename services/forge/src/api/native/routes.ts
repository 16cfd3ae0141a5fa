import { deliverEvent } from './hook/deliver-event.ts';
import { listDeliveries } from './hook/list-deliveries.ts';
import { applySuggestions } from './pull/apply-suggestions.ts';
import { getDivergence } from './pull/get-divergence.ts';
import { getMergeMessage } from './pull/get-merge-message.ts';
import { getPullChange } from './pull/get-change.ts';
import { listPullChanges } from './pull/list-changes.ts';
import { listPullReviews } from './pull/list-reviews.ts';
import { getMergeStanding } from './pull/get-merge-standing.ts';
import { viewPulls } from './pull/view-pulls.ts';
import { listDamaged } from './repository/list-damaged.ts';
import { locate } from './repository/locate.ts';
import { searchCode } from './repository/search-code.ts';
import { viewRepositories } from './repository/view-repositories.ts';
import type { ForgeOperation } from '../forge-operation.ts';

/** What no upstream contract covers. */
export const NATIVE_OPERATIONS: readonly ForgeOperation[] = [
  searchCode,
  locate,
  viewRepositories,
  listDamaged,
  listPullChanges,
  getPullChange,
  listPullReviews,
  applySuggestions,
  getMergeStanding,
  viewPulls,
  getMergeMessage,
  getDivergence,
  listDeliveries,
  deliverEvent,
];
