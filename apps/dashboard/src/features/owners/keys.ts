export const ownerKeys = {
  /** All that is known of an organization, its people and its teams. */
  of: (org: string) => ['owner', org] as const,
  one: (org: string) => [...ownerKeys.of(org), 'facts'] as const,
  place: (org: string, login: string) => [...ownerKeys.of(org), 'place', login] as const,
  members: (org: string, page: number) => [...ownerKeys.of(org), 'members', page] as const,
  teams: (org: string, page: number) => [...ownerKeys.of(org), 'teams', page] as const,
  team: (org: string, id: number) => [...ownerKeys.of(org), 'team', id] as const,
  teamMembers: (org: string, id: number, page: number) => [...ownerKeys.team(org, id), 'members', page] as const,
  teamRepositories: (org: string, id: number, page: number) => [...ownerKeys.team(org, id), 'repositories', page] as const,
};
