import type { Migration } from '@mosaic/platform/db';
import { EVENT_MIGRATIONS } from '@mosaic/platform/events';

import { init } from './migrations/001-init.ts';
import { upkeep } from './migrations/002-upkeep.ts';
import { issueSearch } from './migrations/003-issue-search.ts';
import { dueDates } from './migrations/004-due-dates.ts';
import { assignees } from './migrations/005-assignees.ts';
import { hookAuthorization } from './migrations/006-hook-authorization.ts';
import { owners } from './migrations/007-owners.ts';
import { ownership } from './migrations/008-ownership.ts';
import { pulls } from './migrations/009-pulls.ts';
import { forks } from './migrations/010-forks.ts';
import { reviews } from './migrations/011-reviews.ts';
import { keys } from './migrations/012-keys.ts';
import { organizations } from './migrations/013-organizations.ts';
import { scheduledMerges } from './migrations/014-scheduled-merges.ts';
import { protection } from './migrations/015-protection.ts';
import { reviewing } from './migrations/016-reviewing.ts';
import { issuesEverywhere } from './migrations/017-issues-everywhere.ts';
import { tagTeams } from './migrations/018-tag-teams.ts';
import { releases } from './migrations/019-releases.ts';
import { formerNames } from './migrations/021-former-names.ts';
import { lfs } from './migrations/022-lfs.ts';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [
  ...EVENT_MIGRATIONS,
  init,
  upkeep,
  issueSearch,
  dueDates,
  assignees,
  hookAuthorization,
  owners,
  ownership,
  pulls,
  forks,
  reviews,
  keys,
  organizations,
  scheduledMerges,
  protection,
  reviewing,
  issuesEverywhere,
  tagTeams,
  releases,
  formerNames,
  lfs,
];
