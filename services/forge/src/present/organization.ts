import type { Organization } from '../organizations/organization.ts';
import { TEAM_UNITS } from '../teams/units.ts';
import type { Team } from '../teams/team.ts';

/** Gitea's Organization; its mailbox is told to who is signed in alone. */
export function presentOrganization(organization: Organization, { anonymous }: { anonymous: boolean }) {
  const { uid, name, fullName, email, description, website, location, visibility, adminsChangeTeams } = organization;
  return {
    id: uid,
    name,
    username: name,
    full_name: fullName,
    email: anonymous ? '' : email,
    // Nobody has a picture here; pages draw initials.
    avatar_url: '',
    description,
    website,
    location,
    visibility,
    repo_admin_change_team_access: adminsChangeTeams,
  };
}

/** Gitea's Team; with its organization where the answer is not about that one. */
export function presentTeam(team: Team, organization?: Organization) {
  const units = TEAM_UNITS.filter((unit) => (team.units[unit] ?? 'none') !== 'none');
  return {
    id: team.id,
    name: team.name,
    description: team.description,
    organization: organization === undefined ? null : presentOrganization(organization, { anonymous: false }),
    includes_all_repositories: team.allRepositories,
    permission: team.permission,
    units,
    units_map: Object.fromEntries(Object.entries(team.units)),
    can_create_org_repo: team.createsRepositories,
  };
}
