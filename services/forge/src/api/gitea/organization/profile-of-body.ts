import type { orgCreate } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import type { Profile } from '../../../organizations/organization.ts';

/** What a request says of a new organization. */
export function profileOf(body: z.output<typeof orgCreate.body>): Profile {
  const { full_name: fullName, email, description, website, location, visibility, repo_admin_change_team_access: adminsChangeTeams } = body;
  return { fullName, email, description, website, location, visibility: visibility || 'public', adminsChangeTeams };
}
