import type { ForgeOperation } from './forge-operation.ts';
import { ADMIN_OPERATIONS } from './gitea/admin/routes.ts';
import { ISSUE_OPERATIONS } from './gitea/issue/routes.ts';
import { MISCELLANEOUS_OPERATIONS } from './gitea/miscellaneous/routes.ts';
import { ORGANIZATION_OPERATIONS } from './gitea/organization/routes.ts';
import { REPOSITORY_OPERATIONS } from './gitea/repository/routes.ts';
import { SETTINGS_OPERATIONS } from './gitea/settings/routes.ts';
import { USER_OPERATIONS } from './gitea/user/routes.ts';

export { FILE_OPERATIONS } from './files/routes.ts';
export { NATIVE_OPERATIONS } from './native/routes.ts';

/** Gitea's contract, below /api/v1; a folder for each tag of upstream's description. */
export const GITEA_OPERATIONS: readonly ForgeOperation[] = [
  ...MISCELLANEOUS_OPERATIONS,
  ...SETTINGS_OPERATIONS,
  ...USER_OPERATIONS,
  ...ADMIN_OPERATIONS,
  ...ORGANIZATION_OPERATIONS,
  ...REPOSITORY_OPERATIONS,
  ...ISSUE_OPERATIONS,
];
