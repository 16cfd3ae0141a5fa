import type { Organization, Team } from '@mosaic/contracts/gitea';

export const SEEN_BY: Readonly<Record<Organization['visibility'], string>> = {
  public: 'seen by everyone',
  limited: 'seen by who is signed in',
  private: 'seen by its members',
};

/** What of a repository exists here: its name in the contract, in a form (where a dot leads into a member) and in words. */
export const PARTS = [
  { unit: 'repo.code', field: 'code', label: 'Code' },
  { unit: 'repo.issues', field: 'issues', label: 'Issues' },
  { unit: 'repo.pulls', field: 'pulls', label: 'Pull requests' },
] as const;

/** "code: write, issues: read"; what a team administers it may do everything with. */
export function rightsInWords({ permission, units_map: units }: Pick<Team, 'permission' | 'units_map'>): string {
  if (permission === 'owner') return 'everything in the organization';
  if (permission === 'admin') return 'everything in its repositories';
  const given = PARTS.flatMap(({ unit, label }) => {
    const level = units?.[unit] ?? 'none';
    return level === 'none' ? [] : [`${label.toLowerCase()}: ${level}`];
  });
  return given.length === 0 ? 'nothing' : given.join(', ');
}
